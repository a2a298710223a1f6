#include "policy/match/target.hpp"

#include "support/results.hpp"

namespace chatmock::policy {

namespace {

const Identity alice{"SID-A", "alice", {{"role", "admin"}, {"org", {{"id", 7}, {"name", "x"}}}}};
const Identity bob{"SID-B", "bob", Json::object()};
const Groups groups = {{"7", {"alice", "bob"}}, {"8", {"bob"}}, {"staff", {"alice"}}};

Target target_of(std::string_view json) { return expect_value(parse_target(json_of(json), "/to")); }

bool reaches(std::string_view json, const Identity& identity) {
    return matches(target_of(json), identity, groups);
}

std::string reason(std::string_view json, const Identity& identity) {
    return why_not(target_of(json), identity, groups);
}

Error error_of(std::string_view json) { return expect_error(parse_target(json_of(json), "/to")); }

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("All means everyone", "[policy]") {
    CHECK(reaches(R"({"all":true})", alice));
    CHECK(reaches(R"({"all":true})", bob));
}

TEST_CASE("An empty target is an error: it must not mean all connections", "[policy]") {
    CHECK(error_of("{}").message == "expected one of all, user, sid, group and claims, got {}");
    for (const auto* name : {"all", "user", "sid", "group", "claims"}) {
        const auto error = error_of(to_text(Json{{name, nullptr}}));
        CHECK(error.code == ErrorCode::invalid_value);
        CHECK(error.at == "/to/" + std::string(name));
    }
}

TEST_CASE("A user, or one of several, is meant by name", "[policy]") {
    CHECK(reaches(R"({"user":"alice"})", alice));
    CHECK_FALSE(reaches(R"({"user":"alice"})", bob));
    CHECK(reaches(R"({"user":["carol","bob"]})", bob));
    CHECK_FALSE(reaches(R"({"user":[]})", bob));
}

TEST_CASE("A sid, or one of several, is meant exactly", "[policy]") {
    CHECK(reaches(R"({"sid":"SID-A"})", alice));
    CHECK_FALSE(reaches(R"({"sid":"SID"})", alice));
    CHECK(reaches(R"({"sid":["SID-A","SID-B"]})", bob));
}

TEST_CASE("A group means its members, its id written as a number or as a string", "[policy]") {
    CHECK(reaches(R"({"group":7})", alice));
    CHECK(reaches(R"({"group":"7"})", alice));
    CHECK_FALSE(reaches(R"({"group":8})", alice));
    CHECK(reaches(R"({"group":"staff"})", alice));
    CHECK_FALSE(reaches(R"({"group":99})", alice));
}

TEST_CASE("Claims select connections that have at least those", "[policy]") {
    CHECK(reaches(R"({"claims":{"role":"admin"}})", alice));
    CHECK(reaches(R"({"claims":{"org":{"id":7}}})", alice));
    CHECK_FALSE(reaches(R"({"claims":{"role":"guest"}})", alice));
    CHECK_FALSE(reaches(R"({"claims":{"role":"admin"}})", bob));
    CHECK(reaches(R"({"claims":{}})", bob));
}

TEST_CASE("A target that names more than one thing is an error", "[policy]") {
    const auto error = error_of(R"({"user":"alice","group":7})");
    CHECK(error.code == ErrorCode::invalid_value);
    CHECK(error.at == "/to");
    CHECK(error.message ==
          R"(expected one of all, user, sid, group and claims, got {"user":"alice","group":7})");
}

TEST_CASE("A target with an unknown field is an error with the nearest", "[policy]") {
    const auto error = error_of(R"({"users":["alice"]})");
    CHECK(error.code == ErrorCode::unknown_field);
    CHECK(error.at == "/to/users");
    CHECK(error.message.find(R"(did you mean "user"?)") != std::string::npos);
}

TEST_CASE("A target with a value of another type is an error with its pointer", "[policy]") {
    CHECK(error_of(R"({"all":false})").at == "/to/all");
    CHECK(error_of(R"({"all":1})").at == "/to/all");
    CHECK(error_of(R"({"user":1})").at == "/to/user");
    CHECK(error_of(R"({"user":["alice",1]})").at == "/to/user");
    CHECK(error_of(R"({"sid":null})").at == "/to/sid");
    CHECK(error_of(R"({"group":1.5})").at == "/to/group");
    CHECK(error_of(R"({"group":["7"]})").at == "/to/group");
    CHECK(error_of(R"({"claims":"admin"})").at == "/to/claims");
    CHECK(error_of("\"alice\"").at == "/to");
}

TEST_CASE("A near miss names the connection and the difference", "[policy]") {
    CHECK(reason(R"({"user":"bob"})", alice) == R"(alice (SID-A): expected the user "bob", got "alice")");
    CHECK(reason(R"({"user":["bob","carol"]})", alice) ==
          R"(alice (SID-A): expected the user "bob" or "carol", got "alice")");
    CHECK(reason(R"({"sid":"SID-B"})", alice) == R"(alice (SID-A): expected the sid "SID-B", got "SID-A")");
    CHECK(reason(R"({"group":8})", alice) == R"(alice (SID-A): the user is not in group "8")");
    CHECK(reason(R"({"group":99})", alice) == R"(alice (SID-A): there is no group "99")");
    CHECK(reason(R"({"claims":{"role":"admin"}})", bob) ==
          R"(bob (SID-B): expected the claims {"role":"admin"}, got {})");
}

TEST_CASE("A user is in the groups that list the user", "[policy]") {
    CHECK(groups_of(groups, "alice") == Names{"7", "staff"});
    CHECK(groups_of(groups, "carol").empty());
}

TEST_CASE("Groups are lists of users by id", "[policy]") {
    const auto parsed = expect_value(parse_groups(json_of(R"({"7":["alice","bob"],"empty":[]})"), "/groups"));
    CHECK(parsed == Groups{{"7", {"alice", "bob"}}, {"empty", {}}});
}

TEST_CASE("A group that is not a list of users is an error with its pointer", "[policy]") {
    const auto at = [](std::string_view json) {
        return expect_error(parse_groups(json_of(json), "/groups")).at;
    };
    CHECK(at(R"({"7":"alice"})") == "/groups/7");
    CHECK(at(R"({"7":["alice",2]})") == "/groups/7/1");
    CHECK(at(R"({"a/b":[null]})") == "/groups/a~1b/0");
}

} // namespace chatmock::policy
