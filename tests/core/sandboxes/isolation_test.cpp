// Groups, scenarios, runs, waits and acknowledgements of one sandbox do not concern another.
#include "control/routes.hpp"
#include "support/catch.hpp"
#include "support/sandboxes_story.hpp"

namespace chatmock::core {

namespace {

// Two sandboxes with an alice on a WebSocket in each.
class TwoSandboxes : public SandboxesStory {
public:
    TwoSandboxes() {
        for (const auto* name : {"w1", "w2"}) {
            make(name);
            channels[name] = join(websocket("jwt_token=alice&sandbox=" + std::string(name)));
        }
    }

    Ticket start(const std::string& sandbox, const std::string& method, const std::string& path,
                 std::string_view body = "{}") {
        return ask(sandbox, expect_value(control::ask_world({method, path, {}, json_of(body)})));
    }

    Result<Reply> call(const std::string& sandbox, const std::string& method, const std::string& path,
                       std::string_view body = "{}") {
        return answers.at(start(sandbox, method, path, body));
    }

    Json told(const std::string& sandbox, const std::string& method, const std::string& path,
              std::string_view body = "{}") {
        return body_of(expect_value(call(sandbox, method, path, body)));
    }

    std::map<std::string, engineio::ChannelId> channels;
};

constexpr std::string_view waits_for_a_report = R"({"steps":[{"checkpoint":{"name":"shown"}}]})";

} // namespace

TEST_CASE("groups are a sandbox's own", "[sandboxes]") {
    TwoSandboxes story;
    story.told("w1", "PUT", "/groups/7", R"({"members":["zoe"]})");
    story.told("w1", "PUT", "/groups/8", R"({"members":["zoe"]})");
    CHECK(story.told("w2", "GET", "/groups")["groups"] == json_of(R"({"7":["alice","bob"]})"));
    CHECK(expect_error(story.call("w2", "DELETE", "/groups/8")).code == ErrorCode::unknown_group);
    CHECK(story.told("w1", "POST", "/events/NewMessage", R"({"to":{"group":"7"}})")["recipients"].empty());
    CHECK(story.told("w2", "POST", "/events/NewMessage", R"({"to":{"group":"7"}})")["recipients"].size() ==
          1);
}

TEST_CASE("scenarios, runs, their ids and their checkpoints are a sandbox's own", "[sandboxes]") {
    TwoSandboxes story;
    story.told("w1", "PUT", "/scenarios/story", waits_for_a_report);
    CHECK(expect_error(story.call("w2", "POST", "/scenarios/story/run")).code == ErrorCode::unknown_scenario);
    story.told("w2", "PUT", "/scenarios/story", waits_for_a_report);
    const auto one = story.start("w1", "POST", "/scenarios/story/run", R"({"to":{"user":"alice"}})");
    CHECK(expect_error(story.call("w2", "GET", "/runs/1")).code == ErrorCode::unknown_run);
    const auto two = story.start("w2", "POST", "/scenarios/story/run", R"({"to":{"user":"alice"}})");
    CHECK(story.told("w2", "GET", "/runs")["runs"].size() == 1);
    story.told("w2", "POST", "/runs/1/checkpoints/shown", R"({"passed":true})");
    CHECK(story.is_answered(two));
    CHECK(!story.is_answered(one));
    CHECK(story.told("w1", "GET", "/runs/1")["awaits"] == "shown");
    story.told("w2", "POST", "/reset");
    CHECK(story.told("w1", "GET", "/runs/1")["awaits"] == "shown");
    story.told("w1", "DELETE", "/runs/1");
    CHECK(story.is_answered(one));
}

TEST_CASE("a sandbox is quiet when its own clients have everything", "[sandboxes]") {
    TwoSandboxes story;
    const auto waits = story.start("w1", "POST", "/quiesce");
    CHECK(!story.is_answered(waits));
    const auto receipt = story.state("w1").last_receipt;
    const auto of_other = story.start("w2", "POST", "/quiesce");
    story.play(Input(Written{{story.state("w2").last_receipt}}));
    CHECK(story.is_answered(of_other));
    CHECK(!story.is_answered(waits));
    story.play(Input(Written{{receipt}}));
    CHECK(story.is_answered(waits));
}

TEST_CASE("waits for entries and checks of them are about a sandbox's own journal", "[sandboxes]") {
    TwoSandboxes story;
    constexpr std::string_view typed = R"({"match":{"event":"typing"},"count":1})";
    const auto one = story.start("w1", "POST", "/journal/wait", typed);
    const auto two = story.start("w2", "POST", "/journal/wait", typed);
    story.frame(story.channels["w2"], R"(42["typing"])");
    CHECK(story.is_answered(two));
    CHECK(!story.is_answered(one));
    CHECK(story.call("w1", "POST", "/journal/verify", R"({"match":{"event":"typing"},"exactly":0})"));
    CHECK(story.call("w2", "POST", "/journal/verify", R"({"match":{"event":"typing"},"exactly":1})"));
    CHECK(story.call("default", "POST", "/journal/verify", R"({"match":{"event":"typing"},"exactly":0})"));
}

TEST_CASE("an acknowledgement is for the event of its own sandbox", "[sandboxes]") {
    TwoSandboxes story;
    constexpr std::string_view asks = R"({"to":{"user":"alice"},"await":"acked"})";
    const auto one = story.start("w1", "POST", "/events/NewMessage", asks);
    const auto two = story.start("w2", "POST", "/events/NewMessage", asks);
    story.frame(story.channels["w2"], R"(430["of w2"])");
    CHECK(story.is_answered(two));
    CHECK(!story.is_answered(one));
    story.frame(story.channels["w1"], R"(430["of w1"])");
    for (const auto& [ticket, answer] : {std::pair(one, R"(["of w1"])"), std::pair(two, R"(["of w2"])")}) {
        const auto body = body_of(expect_value(story.answers.at(ticket)));
        CHECK(body["recipients"][0]["acknowledgement"] == json_of(answer));
    }
}

TEST_CASE("scenarios and contracts that are saved reach every sandbox, below its own", "[sandboxes][files]") {
    TwoSandboxes story;
    story.told("w1", "PUT", "/scenarios/mine", waits_for_a_report);
    story.told("w1", "PUT", "/events/NewMessage/contract", R"({"type":"object"})");
    FilesSaved saved;
    auto contracts = catalogue::to_json(*shipped_catalogue());
    contracts["NewMessage"]["contract"] = json_of(R"({"type":"object","required":["saved"]})");
    saved.reloaded.catalogue =
        std::make_shared<const catalogue::Catalogue>(expect_value(catalogue::parse_catalogue(contracts)));
    saved.reloaded.scenarios = std::make_shared<const Scenarios>(Scenarios{
        {"saved", expect_value(parse_scenario("saved", json_of(waits_for_a_report), *shipped_catalogue()))}});
    saved.reloaded.changed = {"contracts/events/NewMessage.schema.json", "fixtures/scenarios/saved.json"};
    saved.profiles.emplace("default", std::make_shared<const policy::Profile>(expect_value(
                                          policy::parse_profile(json_of(rules_of_default_profile)))));
    story.play(saved);
    story.make("later");
    for (const auto* name : {"default", "w1", "w2", "later"}) {
        CAPTURE(name);
        CHECK(story.told(name, "GET", "/scenarios/saved").is_object());
        const bool has_its_own = name == std::string("w1");
        CHECK(static_cast<bool>(story.call(name, "GET", "/scenarios/mine")) == has_its_own);
        CHECK(story.told(name, "GET", "/events/NewMessage/contract").contains("required") != has_its_own);
        CHECK(static_cast<bool>(story.call(name, "POST", "/events/NewMessage")) == has_its_own);
    }
    story.told("w1", "POST", "/reset");
    CHECK(story.told("w1", "GET", "/events/NewMessage/contract").contains("required"));
    CHECK(expect_error(story.call("w1", "GET", "/scenarios/mine")).code == ErrorCode::unknown_scenario);
}

} // namespace chatmock::core
