#include "support/fault_story.hpp"

using namespace chatmock;
using namespace chatmock::core;
using namespace std::chrono_literals;

namespace {

policy::AuthRule rule(std::string_view text) {
    return expect_value(policy::parse_auth_rule(json_of(text), ""));
}

AddAuthRule ban(const std::string& token, const std::string& id = "") {
    const auto named = id.empty() ? "" : R"("id":")" + id + R"(",)";
    return {rule("{" + named + R"("match":{"token":")" + token + R"("},"outcome":{"do":"reject"}})")};
}

std::vector<std::string> ids_of(const Json& rules) {
    std::vector<std::string> ids;
    for (const auto& each : rules.at("rules")) ids.push_back(each.at("id"));
    return ids;
}

using Ids = std::vector<std::string>;

policy::Target to_user(const std::string& name) {
    policy::Target target;
    target.kind = policy::Target::Kind::users;
    target.names = {name};
    return target;
}

constexpr ClockSettings held{ClockMode::manual, {}};

SetClock clock_at(const std::string& text) {
    SetClock set;
    set.at = from_iso8601(text);
    return set;
}

std::string content_of(WorldStory& story) {
    const auto emits = story.journal("emit");
    return to_text(emits.back().at("data"));
}

} // namespace

TEST_CASE("Rules have ids, and one is removed by its id", "[core][undo]") {
    WorldStory story;
    CHECK(ids_of(story.call(ban("alice"))) == Ids{"call-1", "profile-1", "profile-2", "profile-3"});
    CHECK(ids_of(story.call(ban("bob", "no-bob"))).front() == "no-bob");
    CHECK(ids_of(story.call(RemoveAuthRule{"call-1"})) ==
          Ids{"no-bob", "profile-1", "profile-2", "profile-3"});
    const auto error = story.refused(RemoveAuthRule{"no-bop"});
    CHECK(error.code == ErrorCode::unknown_rule);
    CHECK(error.message.find(R"(did you mean "no-bob")") != std::string::npos);
    story.upgrade("EIO=4&transport=websocket&jwt_token=alice");
    CHECK(story.frame(1, "40")[0].find("frame 1: 40{") == 0);
}

TEST_CASE("A rule with an id that exists takes the other's place, in front", "[core][undo]") {
    WorldStory story;
    story.call(ban("alice", "ban"));
    story.call(ban("bob"));
    CHECK(ids_of(story.call(ban("carol", "ban"))) ==
          Ids{"ban", "call-1", "profile-1", "profile-2", "profile-3"});
}

TEST_CASE("The answer of GET /auth can be set again, and later ids are free ones", "[core][undo]") {
    WorldStory story;
    story.call(ban("alice"));
    const auto rules = story.call(GetAuth{}).at("rules");
    SetAuth set{expect_value(policy::parse_auth_rules(rules, "/rules"))};
    story.call(Reset{});
    CHECK(story.call(set).at("rules") == rules);
    CHECK(ids_of(story.call(ban("bob"))).front() == "call-2");
}

TEST_CASE("The rules of the profile come back, with all their uses", "[core][undo]") {
    WorldStory story(R"({"auth":{"rules":[{"match":{},"times":1,"outcome":{"do":"reject"}}]}})");
    story.upgrade("EIO=4&transport=websocket&jwt_token=alice");
    story.frame(1, "40");
    story.call(ban("bob"));
    CHECK(story.call(GetAuth{})["rules"][1]["times"] == 0);
    const auto rules = story.call(RestoreAuth{}).at("rules");
    REQUIRE(rules.size() == 1);
    CHECK(rules[0]["times"] == 1);
}

TEST_CASE("A group is removed", "[core][undo]") {
    WorldStory story;
    story.call(SetGroup{"9", {"alice"}});
    CHECK(story.call(RemoveGroup{"9"}) == json_of(R"({"id":"9","members":["alice"]})"));
    CHECK_FALSE(story.call(GetGroups{})["groups"].contains("9"));
    CHECK(story.refused(RemoveGroup{"9"}).code == ErrorCode::unknown_group);
}

TEST_CASE("A clock that is set shows that time, and deadlines move with it", "[core][undo][clock]") {
    FaultStory story(rules_of_default_profile, 1, held);
    story.join("alice");
    story.install("slow", R"({"do":"delay","ms":300,"ttl_ms":5000})");
    story.send(1, 1);
    auto later = inject_to("alice");
    later.delay = 1s;
    story.call(later);
    for (const auto* time : {"2030-06-01T12:00:00.000Z", "1999-12-31T23:59:59.000Z"}) {
        const auto clock = story.call(clock_at(time));
        CHECK(clock["mode"] == "manual");
        CHECK(clock["now"] == time);
    }
    CHECK(story.call(GetClock{})["next"]["at"] == "1999-12-31T23:59:59.300Z");
    CHECK(story.fault("slow")["ends_at"] == "2000-01-01T00:00:04.000Z");
    const auto fired = story.call(AdvanceClock{1s})["fired"];
    REQUIRE(fired.size() == 2);
    CHECK(fired[0]["timer"] == "delivery");
    CHECK(fired[1]["timer"] == "injection");
    CHECK(story.call(ListConnections{})["connections"].size() == 1);
}

TEST_CASE("A clock that was set goes back to the machine's", "[core][undo][clock]") {
    WorldStory story;
    story.join("alice");
    story.call(clock_at("2030-06-01T12:00:00.000Z"));
    story.advance(2s);
    CHECK(story.call(GetClock{})["now"] == "2030-06-01T12:00:02.000Z");
    SetClock back;
    back.mode = ClockMode::real;
    back.at_machine = true;
    CHECK(story.call(back)["now"] == to_iso8601(story.now()));
    CHECK(*story.next_deadline() == story.now() + 23s); // the ping
    story.advance(23s);
    CHECK(story.wire() == WireLines{"frame 1: 2"});
}

TEST_CASE("A token expires by the clock that was set", "[core][undo][clock]") {
    WorldStory story;
    story.call(clock_at("2023-11-14T22:25:20.000Z"));
    story.upgrade("EIO=4&transport=websocket&jwt_token=eyJhbGciOiJub25lIn0.eyJleHAiOjE3MDAwMDAwMDB9.x");
    story.frame(1, "40");
    CHECK(story.journal("refuse")[0]["seen"] ==
          "exp is 12 min before the mock's clock, which shows 2023-11-14T22:25:20.000Z");
}

TEST_CASE("An advance waits only for clients of its target", "[core][undo][clock]") {
    WorldStory story(rules_of_default_profile, 1, held);
    const auto alice = story.join("alice");
    story.join("bob");
    story.call(AdvanceClock{25s}); // both are pinged
    story.frame(alice, "3");
    const auto waits = story.ask(AdvanceClock{10s});
    CHECK_FALSE(story.is_answered(waits));
    story.give_up(waits);
    const auto error = expect_error(story.answer(waits));
    CHECK(error.message.find("held up by bob (") != std::string::npos);
    REQUIRE(error.nearest.size() == 1);
    CHECK(story.is_answered(story.ask(AdvanceClock{10s, true, to_user("alice")})));
    CHECK_FALSE(story.is_answered(story.ask(AdvanceClock{1s, true, to_user("bob")})));
}

TEST_CASE("Quiet is only about clients of the call's target", "[core][undo][quiesce]") {
    WorldStory story;
    const auto query = "EIO=4&transport=polling&sid=" + story.open_polling("bob");
    story.post(query, "40"); // and does not fetch the answer
    const auto alice = story.join("alice");
    auto held_one = inject_to("bob");
    held_one.delay = 1h;
    story.call(held_one);
    const auto ticket = story.ask(Quiesce{to_user("alice")});
    CHECK(story.wire() == WireLines{"confirm " + std::to_string(alice)});
    story.write_all();
    CHECK(story.is_answered(ticket));
    const auto everyone = story.ask(Quiesce{});
    story.give_up(everyone);
    const auto error = expect_error(story.answer(everyone));
    CHECK(error.message ==
          "expected nothing queued and nothing due, got more, held up by a held injection is due on "
          "the running clock, and 1 more");
    CHECK(error.nearest.size() == 2);
    CHECK(error.nearest[1].find("bob (") == 0);
}

TEST_CASE("set puts values at JSON Pointers, after patch, and null is null", "[core][undo]") {
    WorldStory story;
    story.join("alice");
    auto inject = inject_to("alice");
    inject.enforce_contract = false;
    inject.patch = json_of(R"({"content":"patched","a":{"b/c":[1,2]}})");
    inject.set = json_of(R"({"/group_id":null,"/content":"set","/a/b~1c/0":9,"/a/b~1c/-":3,"/new":{}})");
    story.call(inject);
    const auto data = json_of(content_of(story));
    CHECK(data["group_id"].is_null());
    CHECK(data["content"] == "set");
    CHECK(data["a"]["b/c"] == json_of("[9,2,3]"));
    CHECK(data["new"] == Json::object());
}

TEST_CASE("set refuses a place that cannot be, and says why", "[core][undo]") {
    WorldStory story;
    const auto refusal = [&](std::string_view set) {
        auto inject = inject_to("alice");
        inject.set = json_of(set);
        return story.refused(inject);
    };
    const auto unknown = refusal(R"({"/nowhere/url":1})");
    CHECK(unknown.code == ErrorCode::invalid_value);
    CHECK(unknown.at == "/set/~1nowhere~1url");
    CHECK(unknown.message == R"(expected a place for "nowhere" at "", got an object without it)");
    CHECK(refusal(R"({"content":1})").message.find("expected a JSON Pointer") == 0);
    CHECK(refusal(R"({"/content/0":1})").message ==
          R"(expected a place for "0" at "/content", got a string)");
    CHECK(refusal(R"({"/attachments/07":1})").message.find("got a list of ") != std::string::npos);
    CHECK(refusal(R"({"/a~2":1})").message.find("expected a JSON Pointer") == 0);
}
