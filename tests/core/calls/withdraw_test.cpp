// Callers that close their connection before the answer.
#include "support/catch.hpp"
#include "support/golden_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

// The journal's control entries about an injection that failed.
Json failures(WorldStory& story) {
    Json found = Json::array();
    for (const auto& entry : story.journal("control")) {
        if (entry.contains("failed")) found.push_back(entry);
    }
    return found;
}

} // namespace

TEST_CASE("An injection that waits for recipients is not carried out once its caller has left",
          "[core][withdraw]") {
    WorldStory story;
    auto inject = inject_to("alice");
    inject.min_recipients = 1;
    const auto ticket = story.ask(inject);
    story.withdraw(ticket);
    story.join("alice");
    CHECK_FALSE(story.is_answered(ticket));
    CHECK(story.journal("emit").empty());
    REQUIRE(failures(story).size() == 1);
    CHECK(failures(story)[0]["failed"].get<std::string>().find("closed its connection") != std::string::npos);
}

TEST_CASE("A held injection is not sent if its waiting caller has left", "[core][withdraw]") {
    WorldStory story;
    story.join("alice");
    auto inject = inject_to("alice");
    inject.delay = Milliseconds(1000);
    inject.await = Await::written;
    const auto ticket = story.ask(inject);
    story.withdraw(ticket);
    story.advance(Milliseconds(2000));
    CHECK(story.journal("emit").empty());
    CHECK_FALSE(story.is_answered(ticket));
}

TEST_CASE("A held injection that was answered at once is sent, even if its caller left", "[core][withdraw]") {
    WorldStory story;
    story.join("alice");
    auto inject = inject_to("alice");
    inject.delay = Milliseconds(1000);
    const auto ticket = story.ask(inject);
    REQUIRE(story.is_answered(ticket));
    story.withdraw(ticket);
    story.advance(Milliseconds(2000));
    CHECK(story.journal("emit").size() == 1);
}

TEST_CASE("Sent events stay sent when their caller leaves", "[core][withdraw]") {
    WorldStory story;
    story.join("alice");
    auto inject = inject_to("alice");
    inject.await = Await::acked;
    const auto ticket = story.ask(inject);
    story.withdraw(ticket);
    CHECK(story.journal("emit").size() == 1);
    CHECK(failures(story).empty());
    story.give_up(ticket);
    CHECK_FALSE(story.is_answered(ticket));
}

TEST_CASE("Waits end without an answer when their callers leave", "[core][withdraw]") {
    WorldStory story;
    WaitForConnections connections;
    WaitForEntries entries;
    entries.match.kind = EntryKind::connect;
    entries.count = 2;
    for (const auto& command : {Command(connections), Command(entries)}) {
        const auto ticket = story.ask(command);
        story.withdraw(ticket);
        story.join("alice");
        CHECK_FALSE(story.is_answered(ticket));
    }
}

TEST_CASE("An advance goes no further once its caller has left", "[core][withdraw]") {
    WorldStory story(rules_of_default_profile, 1, {ClockMode::manual, {}});
    story.join("alice");
    const auto ticket = story.ask(AdvanceClock{Milliseconds(60000)});
    REQUIRE_FALSE(story.is_answered(ticket)); // alice has not answered a ping
    story.withdraw(ticket);
    CHECK_FALSE(story.is_answered(ticket));
    const auto other = story.ask(AdvanceClock{Milliseconds(1), false});
    CHECK(story.is_answered(other));
}

TEST_CASE("A run stops when the caller that started it leaves, and not when another waiting caller does",
          "[core][withdraw]") {
    WorldStory story;
    const auto steps = json_of(R"({"steps":[{"wait_for":{"connection":{},"count":1}}]})");
    story.call(SetScenario{"patient", steps});
    RunScenario run;
    run.name = "patient";
    const auto starter = story.ask(run);
    const auto onlooker = story.ask(WaitForRun{1});
    REQUIRE_FALSE(story.is_answered(onlooker));
    story.withdraw(onlooker);
    CHECK(story.call(GetRun{1})["state"] == "running");
    story.withdraw(starter);
    CHECK(story.call(GetRun{1})["state"] == "stopped");
    CHECK_FALSE(story.is_answered(starter));
    CHECK_FALSE(story.is_answered(onlooker));
}

TEST_CASE("A caller that left is part of the transcript, and replays", "[core][withdraw][replay]") {
    GoldenStory story;
    const auto ticket = story.ask("POST", "/events/NewMessage", R"({"min_recipients":1})");
    story.withdraw(ticket);
    story.join("alice");
    const auto transcript = story.transcript();
    CHECK(transcript.find(R"("in":{"type":"withdrawn","ticket":1})") != std::string::npos);
    CHECK(outcome_of(expect_value(replay(transcript))) == "the same");
}
