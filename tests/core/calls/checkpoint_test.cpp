#include "support/fault_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

class CheckpointStory : public FaultStory {
public:
    using FaultStory::FaultStory;

    Ticket run(std::string_view steps, const Json& to = {{"user", "alice"}},
               const Json& parameters = Json::object()) {
        call(SetScenario{
            "story", json_of(R"({"parameters":{"checkpoints":true},"steps":)" + std::string(steps) + "}")});
        return ask(RunScenario{"story", {parameters, to}});
    }

    Json report(const std::string& name, bool passed = true, const std::string& reason = "") {
        return call(ReportCheckpoint{1, name, passed, reason});
    }

    Json view() { return call(GetRun{1}); }
};

const std::string one_checkpoint =
    R"([{"checkpoint":{"name":"shown","timeout_ms":1000}},{"delay":{"ms":0}}])";

} // namespace

TEST_CASE("A run waits at a checkpoint until the test has reported it", "[scenario][checkpoint]") {
    CheckpointStory story;
    const auto run = story.run(one_checkpoint);
    CHECK_FALSE(story.is_answered(run));
    CHECK(story.view()["awaits"] == "shown");
    CHECK(story.report("shown")["state"] == "passed");
    const auto body = story.body(run);
    CHECK(body["state"] == "passed");
    REQUIRE(body["checkpoints"].size() == 1);
    CHECK(body["checkpoints"][0]["name"] == "shown");
    CHECK(body["proved"].get<std::string>().find("the test reported 1 checkpoint as passed") !=
          std::string::npos);
    CHECK_FALSE(body.contains("awaits"));
}

TEST_CASE("A checkpoint that did not pass fails the run with its reason", "[scenario][checkpoint]") {
    CheckpointStory story;
    const auto run = story.run(one_checkpoint);
    story.report("shown", false, "the list is empty");
    const auto error = expect_error(story.answer(run));
    CHECK(error.code == ErrorCode::scenario_failed);
    CHECK(
        error.message ==
        R"(/steps/0 (checkpoint): the test reported that checkpoint "shown" did not pass: the list is empty)");
}

TEST_CASE("An unreported checkpoint fails the run in time", "[scenario][checkpoint]") {
    CheckpointStory story;
    const auto run = story.run(one_checkpoint);
    story.advance(Milliseconds(999));
    CHECK_FALSE(story.is_answered(run));
    story.advance(Milliseconds(1));
    CHECK(expect_error(story.answer(run)).message.find("POST /runs/1/checkpoints/shown") !=
          std::string::npos);
}

TEST_CASE("A report may come before its run is there, and counts once", "[scenario][checkpoint]") {
    CheckpointStory story;
    const auto run = story.run(
        R"([{"delay":{"ms":100}},{"repeat":{"times":2,"steps":[{"checkpoint":{"name":"shown"}}]}}])");
    story.report("shown");
    story.advance(Milliseconds(100));
    CHECK(story.view()["awaits"] == "shown");
    CHECK_FALSE(story.is_answered(run));
    story.report("shown");
    CHECK(story.body(run)["checkpoints"].size() == 2);
}

TEST_CASE("A checkpoint may be left out by a parameter", "[scenario][checkpoint]") {
    CheckpointStory story;
    const std::string steps = R"([{"checkpoint":{"name":"shown","when":"{{checkpoints}}"}}])";
    const auto run = story.run(steps, {{"all", true}}, {{"checkpoints", false}});
    CHECK(story.body(run)["state"] == "passed");
    CHECK(story.body(run)["proved"].get<std::string>().find("nothing about the app's display") !=
          std::string::npos);
}

TEST_CASE("Only checkpoints of a run that goes on are reported", "[scenario][checkpoint]") {
    CheckpointStory story;
    story.run(R"([{"repeat":{"times":2,"steps":[{"checkpoint":{"name":"round-{{round}}"}}]}},)"
              R"({"checkpoint":{"name":"shown"}}])");
    const auto error = story.refused(ReportCheckpoint{1, "show", true, ""});
    CHECK(error.code == ErrorCode::unknown_checkpoint);
    CHECK(error.message.find(R"(did you mean "shown")") != std::string::npos);
    CHECK(story.refused(ReportCheckpoint{7, "shown", true, ""}).code == ErrorCode::unknown_run);
    story.report("round-1");
    story.report("round-2");
    story.report("shown");
    CHECK(story.refused(ReportCheckpoint{1, "shown", true, ""}).message.find("which is passed") !=
          std::string::npos);
}

TEST_CASE("A checkpoint with mistakes is refused", "[scenario][checkpoint]") {
    const auto mistakes = mistakes_of(expect_error(
        parse_scenario("story", json_of(R"({"steps":[{"checkpoint":{}},{"checkpoint":{"name":"a b"}}]})"),
                       *shipped_catalogue())));
    CHECK(mistakes.size() == 2);
}

TEST_CASE("A run's expectations are about its target", "[scenario][checkpoint]") {
    const std::string stays =
        R"([{"delay":{"ms":100}},{"expect":{"entry":{"kind":"disconnect"},"exactly":0}}])";
    const auto state_when_leaves = [&](const std::string& leaver, const Json& to) {
        CheckpointStory story;
        story.join("alice");
        const auto bob = story.join("bob");
        const auto carol = story.join("carol");
        const auto run = story.run(stays, to);
        story.lose_channel(leaver == "bob" ? bob : leaver == "carol" ? carol : 1);
        story.advance(Milliseconds(100));
        return bool(story.answer(run));
    };
    CHECK(state_when_leaves("bob", {{"user", "alice"}}));
    CHECK_FALSE(state_when_leaves("alice", {{"user", "alice"}}));
    CHECK_FALSE(state_when_leaves("bob", {{"group", 7}}));
    CHECK(state_when_leaves("carol", {{"group", "7"}}));
    CHECK_FALSE(state_when_leaves("carol", {{"all", true}}));
}

TEST_CASE("A step may expect something of others", "[scenario][checkpoint]") {
    CheckpointStory story;
    story.join("alice");
    story.lose_channel(story.join("bob"));
    const auto passes = [&](const std::string& expectation) {
        const auto run =
            story.run(R"([{"disconnect":{"to":{"user":"bob"},"as":"transport_close"}},{"expect":)" +
                      expectation + "}]");
        return bool(story.answer(run));
    };
    story.join("bob");
    CHECK(passes(R"({"entry":{"kind":"disconnect"},"to":{"all":true},"exactly":1})"));
    story.join("bob");
    CHECK(passes(R"({"entry":{"kind":"disconnect"},"to":{"user":"bob"},"exactly":1})"));
    story.join("bob");
    CHECK(passes(R"({"entry":{"kind":"disconnect","user":"bob"},"exactly":1})"));
    story.join("bob");
    CHECK(passes(R"({"entry":{"kind":"disconnect"},"exactly":0})"));
}
