#include "base/text/nearest.hpp"

#include "support/catch.hpp"

namespace chatmock {

namespace {

const std::vector<std::string> events = {"DeleteMember", "NewMember", "NewMessage", "UpdatedGroup"};

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("The nearest name is first", "[base]") {
    CHECK(nearest_names("NewMesage", events).front() == "NewMessage");
    CHECK(nearest_names("NewMembers", events).front() == "NewMember");
}

TEST_CASE("A name that differs in case alone is the nearest", "[base]") {
    CHECK(nearest_names("newmessage", {"NewMessages", "NewMessage"}) == Names{"NewMessage", "NewMessages"});
}

TEST_CASE("Names as near as each other keep their order", "[base]") {
    CHECK(nearest_names("cat", {"rat", "bat", "hat"}) == Names{"rat", "bat", "hat"});
}

TEST_CASE("At most three names are near", "[base]") {
    CHECK(nearest_names("user", {"user1", "user2", "user3", "user4"}) == Names{"user1", "user2", "user3"});
}

TEST_CASE("A name that goes on is near, behind typing errors", "[base]") {
    CHECK(nearest_names("emoji", {"default", "emoji-and-rtl"}) == Names{"emoji-and-rtl"});
    CHECK(nearest_names("/openapi", {"/openapi.yaml", "/events"}) == Names{"/openapi.yaml"});
    CHECK(nearest_names("live", {"live-of-another", "lives"}) == Names{"lives", "live-of-another"});
}

TEST_CASE("Two neighbours that changed places are one error", "[base]") {
    CHECK(nearest_names("usre", {"user"}) == Names{"user"});
    CHECK(nearest_names("knid", {"kind"}) == Names{"kind"});
}

TEST_CASE("A word of two letters is near only to those that begin in the same way", "[base]") {
    CHECK(nearest_names("ms", {"do", "on", "to", "as"}).empty());
    CHECK(nearest_names("do", {"done", "to"}).empty());
    CHECK(nearest_names("TO", {"to"}) == Names{"to"});
    CHECK(nearest_names("w9", {"w0", "x9"}) == Names{"w0"});
}

TEST_CASE("A name unlike all others has none near", "[base]") {
    CHECK(nearest_names("Typing", events).empty());
    CHECK(nearest_names(std::string(1000, 'x'), {std::string(1000, 'x')}).empty());
}

TEST_CASE("The message of an unknown name lists the nearest and all valid names", "[base]") {
    CHECK(
        unknown_name_message("event", "NewMesage", {"NewMessage", "UpdatedGroup"}) ==
        R"(unknown event "NewMesage"; did you mean "NewMessage"? There are "NewMessage" and "UpdatedGroup")");
    CHECK(
        unknown_name_message("event", "Typing", events) ==
        R"(unknown event "Typing"; there are "DeleteMember", "NewMember", "NewMessage" and "UpdatedGroup")");
}

TEST_CASE("The message of an unknown name says if there are no valid names", "[base]") {
    CHECK(unknown_name_message("event", "x", {}) == R"(unknown event "x"; there are none)");
}

TEST_CASE("The message of an unknown name shows a long one shortened", "[base]") {
    const auto message = unknown_name_message("event", std::string(1000, 'x'), {"a"});
    CHECK(message == "unknown event \"" + std::string(100, 'x') + "…\"; there are \"a\"");
}

} // namespace chatmock
