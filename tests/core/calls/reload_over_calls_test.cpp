// Files that are saved go below what calls have set: fixtures, contracts, scenarios, the profile.
#include "support/golden_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

Reloaded saved_catalogue(const Json& json) {
    Reloaded reloaded;
    reloaded.catalogue =
        std::make_shared<const catalogue::Catalogue>(expect_value(catalogue::parse_catalogue(json)));
    reloaded.changed = {"contracts/events/NewMessage.schema.json"};
    return reloaded;
}

// The shipped event's fixtures, and one that was added.
Json catalogue_with(const std::string& fixture) {
    Json json = catalogue::to_json(*catalogue_of({"NewMessage"}));
    json["NewMessage"]["fixtures"][fixture] = json["NewMessage"]["fixtures"]["default"];
    return json;
}

Reloaded saved_profile(std::string_view text) {
    Reloaded reloaded;
    reloaded.profile =
        std::make_shared<const policy::Profile>(expect_value(policy::parse_profile(json_of(text))));
    reloaded.changed = {"fixtures/profiles/default.json"};
    return reloaded;
}

void expect_replay(const GoldenStory& story) { CHECK(outcome_of(replay(story.transcript())) == "the same"); }

} // namespace

TEST_CASE("Events of calls stay when files are saved, and files show below them", "[core][files][reload]") {
    GoldenStory story;
    story.call("PUT", "/events/Pinned/contract", R"({"type":"object"})");
    story.call("PUT", "/events/Pinned/fixtures/default", R"({"id":"1"})");
    story.call("PUT", "/events/NewMessage/fixtures/mine?contract=skip", R"({"id":"2"})");
    story.play(saved_catalogue(catalogue_with("added")));
    CHECK(story.call("GET", "/events/Pinned/fixtures/default") == json_of(R"({"id":"1"})"));
    CHECK(story.call("GET", "/events/NewMessage/fixtures") == json_of(R"(["added","default","mine"])"));
    story.call("PUT", "/events/Pinned/fixtures/default", R"({"id":"3"})");
    CHECK(story.call("GET", "/events/Pinned/fixtures/default") == json_of(R"({"id":"3"})"));
    expect_replay(story);
    story.call("POST", "/reset");
    CHECK(story.call("GET", "/events").size() == 1);
    CHECK(story.call("GET", "/events/NewMessage/fixtures") == json_of(R"(["added","default"])"));
}

TEST_CASE("A fixture that a call removed stays removed when files are saved", "[core][files][reload]") {
    GoldenStory story;
    story.play(saved_catalogue(catalogue_with("added")));
    story.call("DELETE", "/events/NewMessage/fixtures/added");
    story.play(saved_catalogue(catalogue_with("added")));
    CHECK(story.call("GET", "/events/NewMessage/fixtures") == json_of(R"(["default"])"));
    story.call("DELETE", "/events/NewMessage/contract");
    story.play(saved_catalogue(catalogue_with("another")));
    CHECK(story.call("GET", "/events").empty());
    story.call("PUT", "/events/NewMessage/contract");
    story.play(saved_catalogue(catalogue_with("added")));
    CHECK(story.call("GET", "/events/NewMessage/fixtures").empty());
    expect_replay(story);
    story.call("POST", "/reset");
    CHECK(story.call("GET", "/events/NewMessage/fixtures") == json_of(R"(["added","default"])"));
}

TEST_CASE("To set and remove fixtures again and again needs no memory", "[core][files][reload]") {
    GoldenStory story;
    for (const auto* name : {"one", "two"}) {
        story.call("PUT", "/events/NewMessage/fixtures/" + std::string(name) + "?contract=skip");
        story.call("DELETE", "/events/NewMessage/fixtures/" + std::string(name));
    }
    CHECK(story.state().definitions.changes.empty());
    story.call("PUT", "/events/Pinned/contract");
    story.call("PUT", "/events/Pinned/fixtures/one");
    story.call("DELETE", "/events/Pinned/contract");
    CHECK(story.state().definitions.changes.empty());
    story.call("DELETE", "/events/NewMessage/fixtures/default");
    CHECK_FALSE(story.state().definitions.changes.empty());
}

TEST_CASE("Changes of the profile by PATCH cover a file that is saved", "[core][files][reload]") {
    GoldenStory story(R"({"groups":{"7":["alice"]},"protocol":{"ping_timeout_ms":20000}})");
    story.call("PATCH", "/profile", R"({"protocol":{"ping_interval_ms":300},"groups":null})");
    story.play(saved_profile(R"({"groups":{"8":["bob"]},"protocol":{"ping_timeout_ms":10000},
                                 "namespaces":["/","/admin"]})"));
    CHECK(story.call("GET", "/profile") ==
          json_of(R"({"protocol":{"ping_timeout_ms":10000,"ping_interval_ms":300},
                      "namespaces":["/","/admin"]})"));
    story.call("PATCH", "/profile", R"({"namespaces":["/"]})");
    expect_replay(story);
    story.call("POST", "/reset");
    CHECK(story.call("GET", "/profile")["groups"] == json_of(R"({"8":["bob"]})"));
}

TEST_CASE("A file that does not fit the changes by PATCH is refused", "[core][files][reload]") {
    GoldenStory story(R"({"client_events":{"send":{"data":{"type":"object"}}}})");
    story.call("PATCH", "/profile", R"({"client_events":{"send":{"description":"Sent."}}})");
    story.play(saved_profile(R"({"description":"saved"})"));
    const auto refused = story.journal("reload").back()["refused"];
    CHECK(refused[0]["file"] == "fixtures/profiles/default.json");
    CHECK(refused[0]["message"].get<std::string>().find("with what PATCH /profile has changed: ") == 0);
    CHECK_FALSE(story.call("GET", "/profile").contains("description"));
    expect_replay(story);
    story.call("POST", "/reset");
    CHECK(story.call("GET", "/profile") == json_of(R"({"description":"saved"})"));
}

TEST_CASE("A profile that a call has set whole stays when files are saved", "[core][files][reload]") {
    GoldenStory story;
    story.call("PUT", "/profile", R"({"groups":{"7":["alice"]}})");
    story.call("PATCH", "/profile", R"({"description":"mine"})");
    story.call("PUT", "/groups/9", R"({"members":["carol"]})");
    story.play(saved_profile(R"({"groups":{"8":["bob"]}})"));
    CHECK(story.call("GET", "/profile") == json_of(R"({"groups":{"7":["alice"]},"description":"mine"})"));
    CHECK(story.call("GET", "/groups")["groups"].contains("9"));
    expect_replay(story);
    story.call("POST", "/reset");
    CHECK(story.call("GET", "/profile") == json_of(R"({"groups":{"8":["bob"]}})"));
}

TEST_CASE("Scenarios of calls stay when files are saved", "[core][files][reload]") {
    GoldenStory story;
    story.call("PUT", "/scenarios/mine", R"({"steps":[{"delay":{"ms":1}}]})");
    Reloaded reloaded;
    reloaded.changed = {"fixtures/scenarios/saved.json"};
    reloaded.scenarios = std::make_shared<const Scenarios>(
        expect_value(restore_scenarios(json_of(R"({"saved":{"steps":[{"delay":{"ms":2}}]}})"), "")));
    story.play(reloaded);
    CHECK(story.call("GET", "/scenarios")["scenarios"].size() == 2);
    expect_replay(story);
    story.call("POST", "/reset");
    CHECK(story.call("GET", "/scenarios")["scenarios"].size() == 1);
}
