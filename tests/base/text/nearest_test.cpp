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
    CHECK(nearest_names("x", {"b", "a", "c"}) == Names{"b", "a", "c"});
}

TEST_CASE("At most three names are near", "[base]") {
    CHECK(nearest_names("a", {"a1", "a2", "a3", "a4"}) == Names{"a1", "a2", "a3"});
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
