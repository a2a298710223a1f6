#include "support/fault_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

class ScenarioStory : public FaultStory {
public:
    using FaultStory::FaultStory;

    // Stores the steps as the scenario "story".
    void script(std::string_view steps, std::string_view parameters = "{}") {
        call(SetScenario{"story", json_of(R"({"parameters":)" + std::string(parameters) + R"(,"steps":)" +
                                          std::string(steps) + "}")});
    }

    Ticket run(const Bindings& bindings = {}) { return ask(RunScenario{"story", bindings}); }

    std::string state_of(Ticket ticket) {
        if (!is_answered(ticket)) return "running";
        const auto& reply = answer(ticket);
        return reply ? reply->body.at("state").get<std::string>() : describe(reply.error());
    }
};

Bindings to_alice() { return {Json::object(), {{"user", "alice"}}}; }

std::vector<std::string> mistakes_in(std::string_view scenario) {
    return mistakes_of(expect_error(parse_scenario("story", json_of(scenario), *shipped_catalogue())));
}

} // namespace

TEST_CASE("a scenario performs its steps in sequence, for its target", "[scenario]") {
    ScenarioStory story;
    story.join("alice");
    story.join("bob");
    story.script(R"([{"inject":{"event":"NewMessage","data":{"n":1},"contract":"skip"}},
                     {"delay":{"ms":500}},
                     {"inject":{"event":"NewMessage","data":{"n":2},"contract":"skip","to":{"user":"bob"}}},
                     {"expect":{"entry":{"kind":"emit"},"exactly":1}},
                     {"expect":{"entry":{"kind":"emit"},"to":{"all":true},"exactly":2}}])");
    const auto run = story.run(to_alice());
    CHECK(story.wire() == WireLines{R"(frame 1: 42["NewMessage",{"n":1}])"});
    CHECK(story.state_of(run) == "running");
    CHECK(story.advance(Milliseconds(500)) == WireLines{R"(frame 2: 42["NewMessage",{"n":2}])"});
    CHECK(story.state_of(run) == "passed");
}

TEST_CASE("a step that does not hold ends the run, and says which and why", "[scenario]") {
    ScenarioStory story;
    story.join("bob");
    story.script(
        R"([{"delay":{"ms":0}},{"expect":{"connection":{},"exactly":1}},{"inject":{"event":"NewMember"}}])");
    const auto ticket = story.run(to_alice());
    const auto error = expect_error(story.answer(ticket));
    CHECK(error.code == ErrorCode::scenario_failed);
    CHECK(error.at == "/steps/1");
    CHECK(error.message == "/steps/1 (expect): expected exactly 1 connection of alice, got 0");
    REQUIRE(error.nearest.size() == 1);
    CHECK(error.nearest[0].find("got \"bob\"") != std::string::npos);
    CHECK(story.journal("emit").empty());
    const auto view = story.call(GetRun{1});
    CHECK(view["state"] == "failed");
    CHECK(view["step"] == "/steps/1");
    CHECK(view["does"] == "expect");
    CHECK(view["error"]["code"] == "verification_failed");
}

TEST_CASE("a wait ends when its condition holds, or at its timeout on the mock's clock", "[scenario]") {
    ScenarioStory story;
    story.script(R"([{"wait_for":{"connection":{},"timeout_ms":1000}},
                     {"inject":{"event":"NewMember","await":"acked","timeout_ms":1000}}])");
    const auto in_vain = story.run(to_alice());
    story.advance(Milliseconds(999));
    CHECK(story.state_of(in_vain) == "running");
    story.advance(Milliseconds(1));
    CHECK(expect_error(story.answer(in_vain)).at == "/steps/0");

    const auto run = story.run(to_alice());
    const auto channel = story.join("alice");
    REQUIRE(story.wire().size() == 2); // CONNECT, and the event
    CHECK(story.state_of(run) == "running");
    story.frame(channel, R"(430["seen"])");
    CHECK(story.state_of(run) == "passed");
}

TEST_CASE("a wait without patience fails unless its condition holds already", "[scenario]") {
    ScenarioStory story;
    story.script(R"([{"wait_for":{"connection":{},"timeout_ms":0}}])");
    const auto in_vain = story.run(to_alice());
    story.advance(Milliseconds(0));
    CHECK(story.state_of(in_vain) != "running");
    CHECK(expect_error(story.answer(in_vain)).at == "/steps/0");
    story.join("alice");
    CHECK(story.state_of(story.run(to_alice())) == "passed");
}

TEST_CASE("entries are waited for from the last step on that did something", "[scenario]") {
    ScenarioStory story;
    const auto channel = story.join("alice");
    story.frame(channel, R"(42["typing"])");
    story.script(R"([{"inject":{"event":"NewMessage"}},
                     {"wait_for":{"entry":{"kind":"receive","event":"read"}}},
                     {"wait_for":{"entry":{"kind":"receive","event":"typing"}}}])");
    const auto run = story.run();
    CHECK(story.state_of(run) == "running");
    story.frame(channel, R"(42["typing"])"); // before the first wait
    story.frame(channel, R"(42["read"])");
    CHECK(story.state_of(run) == "passed");
}

TEST_CASE("entries before the last action do not count for a wait, unless it counts from the run's start",
          "[scenario]") {
    const auto states = [](const std::string& since) {
        ScenarioStory story;
        const auto channel = story.join("alice");
        const std::string wait =
            R"({"wait_for":{"entry":{"kind":"receive","event":"typing"},"since":")" + since + R"("}})";
        const std::string act = R"({"inject":{"event":"NewMessage"}})";
        story.script("[" + act + "," + wait + "," + act + "," + wait + "]");
        const auto run = story.run();
        story.frame(channel, R"(42["typing"])");
        const auto after_one = story.state_of(run);
        story.frame(channel, R"(42["typing"])");
        return after_one + ", " + story.state_of(run);
    };
    CHECK(states("act") == "running, passed");
    CHECK(states("run") == "passed, passed");
}

TEST_CASE("parameters have their defaults, and fill strings or whole values", "[scenario]") {
    ScenarioStory story;
    story.join("alice");
    story.script(R"([{"repeat":{"times":"{{times}}","steps":[
                       {"inject":{"event":"NewMessage","data":{"n":"{{round}}","text":"{{word}} {{round}}"},
                                  "contract":"skip"}}]}}])",
                 R"({"times":2,"word":"Hello"})");
    CHECK(story.state_of(story.run()) == "passed");
    CHECK(story.wire() == WireLines{R"(frame 1: 42["NewMessage",{"n":1,"text":"Hello 1"}])",
                                    R"(frame 1: 42["NewMessage",{"n":2,"text":"Hello 2"}])"});
    story.run({{{"times", 1}, {"word", "Bye"}}, {{"all", true}}});
    CHECK(story.wire() == WireLines{R"(frame 1: 42["NewMessage",{"n":1,"text":"Bye 1"}])"});
    const auto error = expect_error(story.answer(story.run({{{"wrod", "x"}}, {{"all", true}}})));
    CHECK(error.at == "/parameters/wrod");
    CHECK(error.message.find("did you mean \"word\"") != std::string::npos);
    CHECK(expect_error(story.answer(story.run({{{"times", "many"}}, {{"all", true}}}))).at ==
          "/steps/0/repeat/times");
}

TEST_CASE("repetitions may contain repetitions, and 0 repeats nothing", "[scenario]") {
    ScenarioStory story;
    story.join("alice");
    story.script(R"([{"repeat":{"times":2,"steps":[{"repeat":{"times":3,"steps":[
                       {"inject":{"event":"NewMessage","data":{"n":"{{round}}"},"contract":"skip"}}]}}]}},
                     {"repeat":{"times":0,"steps":[{"inject":{"event":"NewMember"}}]}},
                     {"repeat":{"times":9,"steps":[]}}])");
    CHECK(story.state_of(story.run()) == "passed");
    CHECK(story.numbers() == "1 2 3 1 2 3 ");
    CHECK(story.journal("emit").size() == 6);
}

TEST_CASE("faults, rules, disconnects and the clock are steps like others", "[scenario]") {
    ScenarioStory story(rules_of_default_profile, 1, {ClockMode::manual, {}});
    story.join("alice");
    story.join("bob");
    story.script(R"([{"name":"the line gets slow","fault":{"name":"late","do":"delay","ms":10000}},
                     {"inject":{"event":"NewMessage","data":{"n":1},"contract":"skip"}},
                     {"clock":{"ms":10000,"await":"nothing"}},
                     {"fault":{"remove":"late"}},
                     {"auth":{"rule":{"match":{"token":"alice"},"outcome":{"do":"reject"}}}},
                     {"disconnect":{"as":"transport_close"}},
                     {"expect":{"connection":{},"exactly":0}},
                     {"expect":{"connection":{"all":true},"exactly":1}}])");
    CHECK(story.state_of(story.run(to_alice())) == "passed");
    const auto fault = story.journal("fault");
    REQUIRE(fault.size() == 1);
    CHECK(fault[0]["user"] == "alice");
    CHECK(story.call(ListFaults{})["faults"].empty());
    CHECK(story.call(GetAuth{})["rules"][0]["match"]["token"] == "alice");
    CHECK(story.call(GetClock{})["now"] == "2020-01-01T00:00:10.000Z");
}

TEST_CASE("a step sends every broken payload", "[scenario]") {
    ScenarioStory story;
    story.join("alice");
    story.script(R"([{"inject":{"event":"ViewedMessage","mutant":"*"}}])");
    CHECK(story.state_of(story.run()) == "passed");
    const auto sent = story.wire().size();
    CHECK(sent == story.call(ListMutants{"ViewedMessage"})["mutants"].size());
}

TEST_CASE("a call that fails fails its step", "[scenario]") {
    ScenarioStory story;
    story.join("alice");
    story.script(R"([{"inject":{"event":"NewMessage","patch":{"sender_id":7}}}])");
    const auto error = expect_error(story.answer(story.run()));
    CHECK(error.at == "/steps/0");
    REQUIRE_FALSE(error.violations.empty());
    CHECK(error.violations[0].at == "/sender_id");
}

TEST_CASE("a run is watched, waited for and stopped", "[scenario]") {
    ScenarioStory story;
    story.join("alice");
    story.script(R"([{"delay":{"ms":1000}},{"inject":{"event":"NewMessage"}}])");
    CHECK(expect_value(story.answer(story.ask(RunScenario{"story", {}, false}))).status == 202);
    const auto waiting = story.ask(WaitForRun{1});
    CHECK_FALSE(story.is_answered(waiting));
    CHECK(story.call(GetRun{1})["state"] == "running");
    CHECK(story.call(StopRun{1})["state"] == "stopped");
    CHECK(story.body(waiting)["state"] == "stopped");
    CHECK(story.advance(Milliseconds(2000)).empty());
    CHECK(story.call(ListRuns{})["runs"].size() == 1);
    CHECK(story.refused(GetRun{2}).code == ErrorCode::unknown_run);
    Json states = Json::array();
    for (const auto& entry : story.journal("scenario")) states.push_back(entry["state"]);
    CHECK(states == Json::array({"started", "step", "stopped"}));
}

TEST_CASE("a caller that gives up learns the run's position, and the run continues", "[scenario]") {
    ScenarioStory story;
    story.script(R"([{"delay":{"ms":1000}}])");
    const auto ticket = story.run();
    story.give_up(ticket);
    const auto error = expect_error(story.answer(ticket));
    CHECK(error.code == ErrorCode::timed_out);
    CHECK(error.message == "run 1 goes on: it is at /steps/0 (delay)");
    story.advance(Milliseconds(1000));
    CHECK(story.call(GetRun{1})["state"] == "passed");
}

TEST_CASE("a reset stops all runs, and restores the first scenarios", "[scenario]") {
    ScenarioStory story;
    story.script(R"([{"wait_for":{"connection":{}}}])");
    const auto ticket = story.run();
    story.call(Reset{});
    CHECK(story.state_of(ticket) == "stopped");
    CHECK(story.call(ListRuns{})["runs"].empty());
    CHECK(story.call(ListScenarios{})["scenarios"].empty());
    CHECK(story.refused(RunScenario{"story", {}}).code == ErrorCode::unknown_scenario);
}

TEST_CASE("only so many run at a time, and so many are remembered", "[scenario]") {
    ScenarioStory story;
    story.script(R"([{"delay":{"ms":1000}}])");
    for (int i = 0; i < 20; ++i) story.run();
    CHECK(story.refused(RunScenario{"story", {}}).code == ErrorCode::overloaded);
    story.advance(Milliseconds(1000));
    story.script("[]");
    for (int i = 0; i < 200; ++i) CHECK(story.state_of(story.run()) == "passed");
    CHECK(story.call(ListRuns{})["runs"].size() == 100);
}

TEST_CASE("a scenario is refused whole, with every mistake in it", "[scenario]") {
    const auto mistakes = mistakes_in(R"({"descripton":"x","steps":[
        {"inject":{"event":"NewMesage"}},
        {"inject":{"event":"NewMessage","fixture":"defualt","to":{"usr":"a"}}},
        {"wait_for":{"connection":{},"entry":{}}},
        {"expect":{"entry":{"kind":"emitt"},"exactly":1,"at_most":2}},
        {"delay":{"s":1}},
        {"disconnect":{"as":"transport_clos"}},
        {"fault":{"name":"a b","do":"dorp"}},
        {"auth":{}},
        {"clock":{"mode":"fast"}},
        {"repeat":{"times":2,"steps":[{"inject":{"event":"NewMember","fixture":"{{nothing}}"}},{"injct":{}}]}},
        {"delay":{"ms":1},"inject":{"event":"NewMember"}},
        7
    ]})");
    for (const auto* mistake :
         {R"(/descripton: unknown field)",
          R"(/steps/0/inject/event: unknown event "NewMesage"; did you mean "NewMessage")",
          R"(/steps/1/inject/fixture: unknown NewMessage fixture "defualt"; did you mean "default")",
          R"(/steps/1/inject/to/usr: unknown field)",
          R"(/steps/2/wait_for/entry: expected either connection or entry, got both)",
          R"(/steps/3/expect/entry/kind: unknown value "emitt")",
          R"(/steps/3/expect/exactly: expected exactly without)",
          R"(/steps/4/delay: the field "ms" is required)", R"(/steps/4/delay/s: unknown field)",
          R"(/steps/5/disconnect/as: unknown value "transport_clos")",
          R"(/steps/6/fault/name: expected a fault's name)", R"(/steps/6/fault/do: unknown value "dorp")",
          R"(/steps/7/auth/rule: expected either rule or rules, got none)",
          R"(/steps/8/clock/mode: unknown value "fast")",
          R"(/steps/9/repeat/steps/0/inject/fixture: unknown parameter "nothing")",
          R"(/steps/9/repeat/steps/1/injct: unknown field "injct"; did you mean "inject")",
          R"(/steps/10: expected one of inject, wait_for)", R"(/steps/11: expected an object)"}) {
        CAPTURE(mistake);
        CHECK(mentions(mistakes, mistake));
    }
}

TEST_CASE("a scenario that repeats too much, hides its steps or has none is refused", "[scenario]") {
    CHECK(mentions(mistakes_in(R"({"steps":[{"repeat":{"times":1000,"steps":[
                                  {"repeat":{"times":1000,"steps":[{"delay":{"ms":0}}]}}]}}]})"),
                   "/steps: expected at most 100000 steps"));
    CHECK(mentions(mistakes_in(R"({"parameters":[],"description":7,"steps":[{"delay":{"ms":"{{x}}"}}]})"),
                   R"(/steps/0/delay/ms: unknown parameter "x")"));
    CHECK(mentions(mistakes_in(R"({"parameters":{"round":1},"steps":[]})"),
                   "/parameters/round: expected another name"));
    CHECK(mentions(mistakes_in("7"), ": expected an object"));
    for (const auto* hidden :
         {R"({"repeat":"{{r}}"})", R"("{{s}}")", R"({"repeat":{"times":1,"steps":"{{l}}"}})"}) {
        const std::string parameters =
            R"({"r":{"times":1,"steps":[]},"s":{"repeat":{"times":1,"steps":[]}},"l":[]})";
        CAPTURE(hidden);
        CHECK(mentions(mistakes_in(R"({"parameters":)" + parameters + R"(,"steps":[)" + hidden + "]}"),
                       "/steps/0/repeat/steps: expected the steps themselves"));
    }
    CHECK(mentions(mistakes_in(R"({})"), R"(expected the field "steps", got none)"));

    ScenarioStory story;
    story.script("[]");
    story.refused(SetScenario{"story", json_of(R"({"steps":[{"injct":{}}]})")});
    CHECK(story.call(GetScenario{"story"})["steps"].empty());
}
