#include "support/golden_story.hpp"

using namespace chatmock;
using namespace chatmock::core;
using namespace std::chrono_literals;

namespace {

const std::string fixture_name = "fixtures/events/NewMessage/default.json";
const std::string profile_name = "fixtures/profiles/default.json";

// The default fixture was saved with that content.
Reloaded saved_fixture(const std::string& content) {
    Json json = catalogue::to_json(*catalogue_of({"NewMessage"}));
    json["NewMessage"]["fixtures"]["default"]["content"] = content;
    Reloaded reloaded;
    reloaded.catalogue =
        std::make_shared<const catalogue::Catalogue>(expect_value(catalogue::parse_catalogue(json)));
    reloaded.changed = {fixture_name};
    return reloaded;
}

Reloaded saved_profile(std::string_view text) {
    Reloaded reloaded;
    reloaded.profile =
        std::make_shared<const policy::Profile>(expect_value(policy::parse_profile(json_of(text))));
    reloaded.changed = {profile_name};
    return reloaded;
}

Reloaded refused_fixture() {
    Reloaded reloaded;
    reloaded.refused = {{fixture_name, "/content", "unknown placeholder ${nwo}"}};
    return reloaded;
}

// The contents of all emissions.
std::vector<std::string> contents(WorldStory& story) {
    std::vector<std::string> all;
    for (const auto& entry : story.journal("emit")) all.push_back(entry["data"]["content"]);
    return all;
}

using Contents = std::vector<std::string>;

Json last_reload(WorldStory& story) {
    const auto entries = story.journal("reload");
    REQUIRE_FALSE(entries.empty());
    return entries.back();
}

const std::string bob_is_refused = R"({"auth":{"rules":[{"match":{"token":"bob"},"outcome":{"do":"reject"}}]},
                                       "groups":{"7":["bob"]}})";

} // namespace

TEST_CASE("The next injection sends a saved fixture", "[core][reload]") {
    GoldenStory story;
    story.call("POST", "/events/NewMessage");
    story.play(saved_fixture("saved"));
    story.call("POST", "/events/NewMessage");
    CHECK(contents(story).back() == "saved");
    CHECK(contents(story).front() != "saved");
    const auto entry = last_reload(story);
    CHECK(entry["changed"] == Json::array({fixture_name}));
    CHECK_FALSE(entry.contains("refused"));
}

TEST_CASE("A refused file changes nothing, and the journal has the reason", "[core][reload]") {
    GoldenStory story;
    story.play(saved_fixture("good"));
    story.play(refused_fixture());
    story.call("POST", "/events/NewMessage");
    CHECK(contents(story) == Contents{"good"});
    const auto entry = last_reload(story);
    CHECK(entry["changed"] == Json::array());
    CHECK(entry["refused"] == json_of(R"([{"file":"fixtures/events/NewMessage/default.json","at":"/content",
                                           "message":"unknown placeholder ${nwo}"}])"));
}

TEST_CASE("A warning is journalled beside the reloaded files", "[core][reload]") {
    GoldenStory story;
    auto reloaded = saved_fixture("saved");
    reloaded.warnings = {{fixture_name, "", "breaks its contract"}};
    story.play(reloaded);
    const auto entry = last_reload(story);
    CHECK(entry["warnings"] == Json::array({{{"file", fixture_name}, {"message", "breaks its contract"}}}));
    CHECK(entry["changed"] == Json::array({fixture_name}));
}

TEST_CASE("A held injection keeps its payload", "[core][reload]") {
    GoldenStory story;
    story.play(saved_fixture("before"));
    story.call("POST", "/events/NewMessage", R"({"delay_ms":1000})");
    story.play(saved_fixture("after"));
    story.call("POST", "/clock/advance", R"({"ms":1000})");
    CHECK(contents(story) == Contents{"before"});
}

TEST_CASE("A new profile's rules and groups replace those that calls have set", "[core][reload]") {
    GoldenStory story;
    story.call("PUT", "/auth", R"({"rules":[{"match":{},"outcome":{"do":"reject"}}]})");
    story.call("PUT", "/groups/8", R"({"members":["alice"]})");
    story.play(saved_profile(bob_is_refused));
    CHECK(story.call("GET", "/auth")["rules"] ==
          json_of(R"([{"id":"profile-1","match":{"token":"bob"},"outcome":{"do":"reject"}}])"));
    CHECK(story.call("GET", "/groups")["groups"] == json_of(R"({"7":["bob"]})"));
    story.join("bob");
    story.join("alice");
    CHECK(story.journal("refuse").size() == 1);
    CHECK(story.journal("connect").size() == 1);
}

TEST_CASE("Rules and groups that calls have set stay when only fixtures were saved", "[core][reload]") {
    GoldenStory story(bob_is_refused);
    story.call("PUT", "/auth", R"({"rules":[]})");
    story.call("PUT", "/groups/8", R"({"members":["alice"]})");
    story.play(saved_fixture("saved"));
    CHECK(story.call("GET", "/auth")["rules"] == Json::array());
    CHECK(story.call("GET", "/groups")["groups"].size() == 2);
}

TEST_CASE("Sessions that open later have the new timings; those that are open keep theirs",
          "[core][reload]") {
    GoldenStory story(R"({"protocol":{"ping_interval_ms":1000}})");
    story.upgrade("EIO=4&transport=websocket&jwt_token=alice");
    story.play(saved_profile(R"({"protocol":{"ping_interval_ms":7000}})"));
    const auto opened = story.upgrade("EIO=4&transport=websocket&jwt_token=bob");
    CHECK(opened.at(1).find(R"("pingInterval":7000)") != std::string::npos);
    const auto fired = story.call("POST", "/clock/advance", R"({"ms":1000,"await":"nothing"})")["fired"];
    REQUIRE(fired.size() == 1);
    CHECK(fired[0]["user"] == "alice");
}

TEST_CASE("Namespaces and reactions are those of the new profile, also for connected clients",
          "[core][reload]") {
    GoldenStory story;
    const auto alice = story.join("alice");
    story.play(saved_profile(R"({"namespaces":["/","/custom"],"reactions":[
        {"on":{"event":"hello"},"emit":{"event":"welcome","arguments":["${args}"]}}]})"));
    CHECK_FALSE(story.frame(alice, R"(42["hello"])").empty());
    story.frame(alice, "40/custom,");
    CHECK(story.journal("connect").back()["namespace"] == "/custom");
}

TEST_CASE("A reset restores the last reloaded files", "[core][reload]") {
    GoldenStory story;
    story.play(saved_fixture("saved"));
    story.play(saved_profile(bob_is_refused));
    story.play(refused_fixture());
    story.call("PUT", "/auth", R"({"rules":[]})");
    story.call("POST", "/reset");
    CHECK(story.call("GET", "/auth")["rules"].size() == 1);
    story.call("POST", "/events/NewMessage");
    CHECK(contents(story) == Contents{"saved"});
    CHECK(story.journal("reload").empty());
}

TEST_CASE("A call that waits for a reload is answered", "[core][reload]") {
    GoldenStory story;
    const auto waiting = story.ask("POST", "/journal/wait", R"({"match":{"kind":"reload"}})");
    CHECK_FALSE(story.is_answered(waiting));
    story.play(saved_fixture("saved"));
    REQUIRE(story.is_answered(waiting));
    CHECK(story.body(waiting)["entries"][0]["changed"][0] == fixture_name);
}

TEST_CASE("In the canonical journal a reload is among the entries without a connection", "[core][reload]") {
    GoldenStory story;
    story.join("alice");
    story.call("PUT", "/groups/8", R"({"members":["alice"]})");
    story.play(saved_fixture("saved"));
    story.call("PUT", "/groups/9", R"({"members":["alice"]})");
    const auto entries = story.call("GET", "/journal?canonical=true")["entries"];
    for (const std::size_t i : {0, 1, 2}) CHECK(entries[i]["n"] == i + 1);
    CHECK(entries[1]["kind"] == "reload");
    CHECK_FALSE(entries[1].contains("user"));
}

TEST_CASE("A run over reloads replays, and so does one that began after them", "[core][reload]") {
    GoldenStory story;
    const auto play_on = [&story] {
        story.join("alice");
        story.join("bob");
        story.call("POST", "/events/NewMessage");
        CHECK(outcome_of(replay(story.transcript())) == "the same");
    };
    auto reloaded = saved_fixture("saved");
    reloaded.refused = {{profile_name, "/protocl", "unknown field"}, {fixture_name, "", "\xff is no text"}};
    reloaded.warnings = {{fixture_name, "/id", "no uuid"}};
    story.call("POST", "/events/NewMessage");
    story.play(reloaded);
    play_on();
    story.play(saved_profile(bob_is_refused));
    play_on();
    story.call("POST", "/reset");
    CHECK(json_of(story.state().transcript.first_line())["profile"] == json_of(bob_is_refused));
    play_on();
    CHECK(contents(story) == Contents{"saved"});
}

TEST_CASE("The journal counts a reload's entry by its bytes", "[core][reload]") {
    Reloaded reloaded;
    reloaded.refused = {{fixture_name, "", std::string(10000, 'x')}};
    GoldenStory story;
    story.play(reloaded);
    CHECK(story.state().journal.bytes() > 10000);
}

TEST_CASE("Saved scenarios replace those of files, those of calls stay, and the run replays",
          "[core][reload]") {
    GoldenStory story;
    story.call("PUT", "/scenarios/mine", R"({"steps":[]})");
    Reloaded reloaded;
    reloaded.scenarios = std::make_shared<const Scenarios>(expect_value(restore_scenarios(
        json_of(R"({"saved":{"parameters":{"n":2},"steps":[{"repeat":{"times":"{{n}}","steps":[
                    {"inject":{"event":"NewMessage"}}]}},{"delay":{"ms":1000}}]}})"),
        "")));
    reloaded.changed = {"fixtures/scenarios/saved.json"};
    story.play(reloaded);
    const auto scenarios = story.call("GET", "/scenarios")["scenarios"];
    REQUIRE(scenarios.size() == 2);
    CHECK(scenarios[0]["name"] == "mine");
    CHECK(scenarios[1]["name"] == "saved");
    story.join("alice");
    const auto run = story.ask("POST", "/scenarios/saved/run");
    story.call("POST", "/clock/advance", R"({"ms":1000})");
    CHECK(story.body(run)["state"] == "passed");
    CHECK(story.journal("emit").size() == 2);
    CHECK(outcome_of(replay(story.transcript())) == "the same");
    story.call("POST", "/reset");
    CHECK(story.call("GET", "/scenarios")["scenarios"][0]["name"] == "saved");
    CHECK(outcome_of(replay(story.transcript())) == "the same");
}

TEST_CASE("A profile that was saved brings its faults, and the run replays", "[core][reload]") {
    GoldenStory story;
    story.call("PUT", "/faults/mine", R"({"do":"drop"})");
    story.play(saved_profile(R"({"faults":{"second":{"on":{"nth":2},"do":"drop"}}})"));
    story.join("alice");
    for (int i = 0; i < 3; ++i) story.call("POST", "/events/NewMessage");
    CHECK(story.journal("fault").size() == 1);
    CHECK(story.call("GET", "/faults")["faults"][0]["name"] == "second");
    CHECK(outcome_of(replay(story.transcript())) == "the same");
}

TEST_CASE("With another profile, tokens are read and recorded again", "[core][reload]") {
    GoldenStory story;
    story.join("alice");
    story.play(saved_profile(bob_is_refused));
    story.join("alice");
    const auto transcript = story.transcript();
    CHECK(transcript.find(R"({"token":1,)") != std::string::npos);
    CHECK(transcript.find(R"({"token":2,)") != std::string::npos);
    CHECK(outcome_of(replay(transcript)) == "the same");
}
