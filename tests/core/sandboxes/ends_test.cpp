// How sandboxes end: by a call, and by themselves.
#include "support/catch.hpp"
#include "support/sandboxes_story.hpp"

namespace chatmock::core {

namespace {

Json view(const Result<Reply>& reply) { return body_of(expect_value(reply)); }

ErrorCode code_of(const Result<Reply>& reply) { return expect_error(reply).code; }

WaitForConnections wait_for(const std::string& user) {
    WaitForConnections wait;
    wait.match.target.kind = policy::Target::Kind::users;
    wait.match.target.names = {user};
    return wait;
}

} // namespace

TEST_CASE("the end of a sandbox closes its clients and answers its callers", "[sandboxes]") {
    SandboxesStory story;
    story.make("w1");
    const auto channel = story.join(websocket("jwt_token=alice&sandbox=w1"));
    const auto sid = story.open_polling(handshake("jwt_token=bob&sandbox=w1"));
    story.get(handshake("sandbox=w1&sid=" + sid));
    const auto poll = story.last_number;
    const auto bystander = story.join(websocket("jwt_token=alice"));
    const auto waits = story.ask("w1", wait_for("carol"));
    CHECK(view(story.manage(EndSandbox{"w1"}))["closed"] == 2);
    const auto lines = engineio::transcript(story.effects);
    const auto count = [&](const std::string& line) { return std::count(lines.begin(), lines.end(), line); };
    CHECK(count("close " + std::to_string(channel)) == 1);
    CHECK(count("answer " + std::to_string(poll) + ": 200 1") == 1);
    CHECK(count("drop " + std::to_string(channel)) == 0);
    CHECK(count("close " + std::to_string(bystander)) == 0);
    CHECK(code_of(story.answers.at(waits)) == ErrorCode::unknown_sandbox);
    CHECK(story.find("w1") == nullptr);
    CHECK(story.frame(channel, "2").empty()); // without effect
    CHECK(story.play(Input(ChannelLost{channel})).empty());
    CHECK(story.try_make("w1"));
    CHECK(story.clients("w1") == 0);
}

TEST_CASE("inputs of an ended sandbox without an answer are dropped", "[sandboxes]") {
    SandboxesStory story(
        false, R"({"auth":{"rules":[{"match":{"token":"mute"},"outcome":{"do":"hang","at":"handshake"}}]}})");
    story.make("w1");
    story.get(handshake("jwt_token=mute&sandbox=w1"));
    const auto exchange = story.last_number;
    story.upgrade(websocket("jwt_token=mute&sandbox=w1"));
    const auto channel = story.last_number;
    story.perform(EndSandbox{"w1"});
    const auto lines = engineio::transcript(story.effects);
    CHECK(std::count(lines.begin(), lines.end(), "drop " + std::to_string(exchange)) == 1);
    CHECK(std::count(lines.begin(), lines.end(), "drop " + std::to_string(channel)) == 1);
    const auto transcript = story.state("default").transcript.text();
    story.play(Input(ExchangeLost{exchange}));
    story.play(Input(ChannelLost{channel}));
    CHECK(story.state("default").transcript.text() == transcript);
}

TEST_CASE("an idle one ends by itself: without a client and a call for its time", "[sandboxes]") {
    SandboxesStory story;
    auto request = SandboxesStory::wish_of("w1");
    request.expires_after = Milliseconds(1000);
    story.perform(MakeSandbox{request});
    story.pass(Milliseconds(900));
    story.ask("w1", GetClock{});
    story.pass(Milliseconds(900));
    CHECK(story.find("w1") != nullptr);
    const auto channel = story.join(websocket("jwt_token=alice&sandbox=w1"));
    story.pass(Milliseconds(20000));
    CHECK(story.find("w1") != nullptr);
    story.play(Input(ChannelLost{channel}));
    const auto waits = story.ask("w1", wait_for("bob"));
    story.pass(Milliseconds(20000));
    CHECK(story.find("w1") != nullptr);
    story.play(Input(GaveUp{waits}));
    story.pass(Milliseconds(999));
    CHECK(story.find("w1") != nullptr);
    story.pass(Milliseconds(1));
    CHECK(story.find("w1") == nullptr);
}

TEST_CASE("a held clock does not keep an abandoned sandbox", "[sandboxes]") {
    SandboxesStory story;
    auto request = SandboxesStory::wish_of("w1");
    request.clock = ClockSettings{ClockMode::manual, {}};
    request.expires_after = Milliseconds(1000);
    story.perform(MakeSandbox{request});
    story.ask("w1", GetClock{});
    story.pass(Milliseconds(1000));
    CHECK(story.find("w1") == nullptr);
}

TEST_CASE("a client amid its upgrade hears of the end when it speaks", "[sandboxes]") {
    SandboxesStory story;
    story.make("w1");
    const auto open = [&] {
        const auto sid = story.open_polling(handshake("jwt_token=alice&sandbox=w1"));
        story.upgrade(websocket("sandbox=w1&sid=" + sid));
        story.frame(story.last_number, "2probe");
        return sid;
    };
    open();
    const auto channel = story.last_number;
    story.perform(EndSandbox{"w1"});
    CHECK(story.try_make("w1")); // its name is free
    CHECK(story.clients("w1") == 0);
    const auto lines = story.frame(channel, "5");
    CHECK(std::find(lines.begin(), lines.end(), "close " + std::to_string(channel)) != lines.end());
    const auto sid = open();
    const auto silent = story.last_number;
    story.perform(EndSandbox{"w1"});
    story.pass(Milliseconds(1000));
    const auto dropped = engineio::transcript(story.effects);
    CHECK(std::find(dropped.begin(), dropped.end(), "drop " + std::to_string(silent)) != dropped.end());
    CHECK(story.sandboxes().registry().all().size() == 1);
}

} // namespace chatmock::core
