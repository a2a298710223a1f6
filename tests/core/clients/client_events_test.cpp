#include "support/golden_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

const std::string strict = R"({"namespaces":["/","/admin"],
    "reactions":[{"on":{"event":"typing"},"acknowledge":["seen"]}],
    "client_events":{"typing":{"data":{"type":"object","required":["group_id"],
                                       "properties":{"group_id":{"type":"integer"}}}}}})";

Json only(const Json& entries) {
    REQUIRE(entries.size() == 1);
    return entries[0];
}

} // namespace

TEST_CASE("A valid client event is not a violation", "[core]") {
    WorldStory story(strict);
    story.frame(story.join("alice"), R"(42["typing",{"group_id":7}])");
    CHECK(story.journal("receive").size() == 1);
    CHECK(story.journal("violation").empty());
}

TEST_CASE("A client event that breaks its schema is a violation, besides its entry", "[core]") {
    WorldStory story(strict);
    const auto channel = story.join("alice");
    const auto wire = story.frame(channel, R"(427["typing",{"group_id":"seven"}])");
    CHECK(wire == WireLines{R"(frame 1: 437["seen"])"}); // acknowledged as always
    const auto received = only(story.journal("receive"));
    const auto violation = only(story.journal("violation"));
    CHECK(violation["seq"] == received["seq"].get<int>() + 1);
    CHECK(violation["user"] == "alice");
    CHECK(violation["sid"] == received["sid"]);
    CHECK(violation["event"] == "typing");
    CHECK(violation.contains("engine_sid"));
    CHECK(violation["message"] == R"(the client event "typing" breaks its contract)");
    const auto& broken = violation["violations"].front();
    CHECK(broken["at"] == "/0/group_id"); // in the entry's data
    CHECK(broken["message"].get<std::string>().find(R"(expected an integer, got "seven")") !=
          std::string::npos);
}

TEST_CASE("A client event that is not declared is a violation, in whichever namespace", "[core]") {
    WorldStory story(strict);
    const auto channel = story.join("alice");
    story.frame(channel, "40/admin,");
    story.frame(channel, R"(42/admin,["typng"])");
    const auto violation = only(story.journal("violation"));
    CHECK(violation["namespace"] == "/admin");
    CHECK(violation["event"] == "typng");
    CHECK(violation["message"].get<std::string>().find(R"(did you mean "typing"?)") != std::string::npos);
    CHECK_FALSE(violation.contains("violations"));
    story.frame(channel, R"(42/admin,["typing",{"group_id":7}])");
    CHECK(story.journal("violation").size() == 1);
}

TEST_CASE("Bytes are held to a schema in the form in which the journal shows them", "[core]") {
    WorldStory story(R"({"client_events":{"file":{"data":{"type":"object","required":["$binary"]}}}})");
    const auto channel = story.join("alice");
    story.frame(channel, R"(451-["file",{"_placeholder":true,"num":0}])");
    story.binary_frame(channel, "\x01\x02");
    CHECK(story.journal("violation").empty());
    story.frame(channel, R"(42["file","text"])");
    CHECK(story.journal("violation").size() == 1);
}

TEST_CASE("A violation shortens quotes of a client", "[core]") {
    WorldStory story(R"({"client_events":{"a":{"data":{"additionalProperties":false}}}})");
    const auto long_name = std::string(5000, 'x');
    story.frame(story.join("alice"), R"(42["a",{")" + long_name + R"(":1}])");
    const auto violation = only(story.journal("violation"));
    REQUIRE(violation.contains("violations"));
    for (const auto& broken : violation["violations"]) {
        CHECK(broken["at"].get<std::string>().size() < 600);
        CHECK(broken["message"].get<std::string>().size() < 600);
    }
}

TEST_CASE("A test can require that no client broke its side of the contract", "[core]") {
    GoldenStory story(strict);
    const auto channel = story.join("alice");
    const std::string none = R"({"match":{"kind":"violation","event":"typing"},"exactly":0})";
    story.call("POST", "/journal/verify", none);
    story.frame(channel, R"(42["typing"])");
    CHECK(story.refused("POST", "/journal/verify", none).code == ErrorCode::verification_failed);
}

TEST_CASE("A saved profile changes the allowed client events, and a run across it replays",
          "[core][replay]") {
    GoldenStory story(strict);
    const auto channel = story.join("alice");
    story.frame(channel, R"(42["hello"])");
    CHECK(story.journal("violation").size() == 1);
    Reloaded reloaded;
    reloaded.profile = std::make_shared<const policy::Profile>(
        expect_value(policy::parse_profile(json_of(R"({"client_events":{"hello":{"arguments":{}}}})"))));
    reloaded.changed = {"fixtures/profiles/default.json"};
    story.play(reloaded);
    story.frame(channel, R"(42["hello"])");
    story.frame(channel, R"(42["typing",{"group_id":7}])");
    CHECK(story.journal("violation").size() == 2);
    CHECK(outcome_of(replay(story.transcript())) == "the same");
    story.call("POST", "/reset");
    CHECK(story.state().transcript.first_line().find(R"("client_events":{"hello")") != std::string::npos);
}
