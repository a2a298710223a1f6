#include "policy/match/target.hpp"

#include "support/results.hpp"

namespace chatmock::policy {

namespace {

const Groups groups = {{"7", {"alice", "bob"}}};

bool meets(std::string_view target, const std::string& user, std::uint64_t session = 1) {
    const auto parsed = expect_value(parse_target(json_of(target), "/to"));
    CHECK(to_json(expect_value(parse_target(to_json(parsed), ""))) == to_json(parsed));
    return matches(parsed, Identity{"sid-of-" + user, user, Json::object(), session, "/"}, groups);
}

std::string why_not(std::string_view target, const std::string& user, std::uint64_t session = 1) {
    const auto parsed = expect_value(parse_target(json_of(target), "/to"));
    return why_not(parsed, Identity{"S", user, Json::object(), session, "/"}, groups);
}

} // namespace

TEST_CASE("A target leaves out the matches of except", "[policy][aim]") {
    CHECK(meets(R"({"group":7,"except":{"user":"alice"}})", "bob"));
    CHECK_FALSE(meets(R"({"group":7,"except":{"user":"alice"}})", "alice"));
    CHECK_FALSE(meets(R"({"group":7,"except":{"user":"alice"}})", "carol"));
    CHECK(meets(R"({"all":true,"except":{"group":7}})", "carol"));
    CHECK_FALSE(meets(R"({"all":true,"except":{"group":7}})", "bob"));
    CHECK(meets(R"({"all":true,"except":{"group":7,"except":{"user":"bob"}}})", "bob"));
    CHECK_FALSE(meets(R"({"all":true,"except":{"sid":["x","sid-of-bob"]}})", "bob"));
    CHECK(why_not(R"({"all":true,"except":{"user":"bob"}})", "bob") == "bob (S): `except` leaves it out");
}

TEST_CASE("A target means a user's nth session", "[policy][aim]") {
    CHECK(meets(R"({"user":"alice","session":2})", "alice", 2));
    CHECK_FALSE(meets(R"({"user":"alice","session":2})", "alice", 1));
    CHECK(why_not(R"({"user":"alice","session":2})", "alice", 1) ==
          "alice (S): expected session 2 of its user, got 1");
    CHECK(expect_error(parse_target(json_of(R"({"all":true,"session":2})"), "/to")).at == "/to/session");
    CHECK(expect_error(parse_target(json_of(R"({"user":"alice","session":0})"), "/to")).at == "/to/session");
    CHECK(expect_error(parse_target(json_of(R"({"except":{"user":"alice"}})"), "/to"))
              .message.find("expected one of") == 0);
    CHECK(expect_error(parse_target(json_of(R"({"all":true,"except":{}})"), "/to")).at == "/to/except");
}

TEST_CASE("A match of connections takes except, too", "[policy][aim]") {
    const auto match =
        expect_value(parse_connection_match(json_of(R"({"except":{"user":"alice"}})"), "/match", {}));
    CHECK_FALSE(matches(match.target, Identity{"", "alice", Json(), 1, "/"}, groups));
    CHECK(matches(match.target, Identity{"", "bob", Json(), 1, "/"}, groups));
}

} // namespace chatmock::policy
