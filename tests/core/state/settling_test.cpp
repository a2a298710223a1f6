// Waiting for clients whose transport is final.
#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;
using namespace std::chrono_literals;

namespace {

constexpr auto grace = upgrade_grace;

struct Polling {
    std::string poll;
    std::string websocket;
};

// A client that has joined by polling, and polls.
Polling polls(WorldStory& story, const std::string& user = "alice") {
    const auto sid = story.open_polling(user);
    Polling queries{"EIO=4&transport=polling&sid=" + sid, "EIO=4&transport=websocket&sid=" + sid};
    story.post(queries.poll, "40");
    story.get(queries.poll);
    story.get(queries.poll);
    return queries;
}

WaitForConnections one_of(const std::string& user, bool settled = true) {
    WaitForConnections wait;
    wait.match.target = inject_to(user).to;
    wait.settled = settled;
    return wait;
}

WaitForConnections one_by(engineio::Transport transport) {
    WaitForConnections wait;
    wait.match.transport = transport;
    return wait;
}

} // namespace

TEST_CASE("a client on a WebSocket of its own has settled", "[core][settled]") {
    WorldStory story;
    story.join("alice");
    CHECK(story.is_answered(story.ask(one_of("alice"))));
}

TEST_CASE("a client that upgrades has settled when the WebSocket is its transport", "[core][settled]") {
    WorldStory story;
    const auto client = polls(story);
    const auto ticket = story.ask(one_of("alice"));
    story.upgrade(client.websocket);
    const auto channel = story.last_number();
    story.frame(channel, "2probe");
    story.advance(grace * 2);
    CHECK_FALSE(story.is_answered(ticket));
    story.frame(channel, "5");
    CHECK(story.body(ticket)["connections"][0]["transport"] == "websocket");
}

TEST_CASE("a client that polls has settled when it has asked for no WebSocket in time", "[core][settled]") {
    for (const auto mode : {ClockMode::real, ClockMode::manual}) {
        CAPTURE(mode == ClockMode::manual);
        WorldStory story(rules_of_default_profile, 1, {mode, {}});
        polls(story);
        const auto ticket = story.ask(one_of("alice"));
        CHECK(story.next_deadline() ==
              story.now() + grace); // by the machine's time: a held clock does not matter
        story.advance(grace - 1ms);
        CHECK_FALSE(story.is_answered(ticket));
        story.advance(1ms);
        CHECK(story.body(ticket)["connections"][0]["transport"] == "polling");
        CHECK(story.is_answered(story.ask(one_of("alice"))));
    }
}

TEST_CASE("the time to ask for a WebSocket begins with the first poll", "[core][settled]") {
    WorldStory story;
    const auto sid = story.open_polling("alice");
    const auto query = "EIO=4&transport=polling&sid=" + sid;
    story.advance(grace - 1ms); // a slow client
    story.post(query, "40");
    story.get(query);
    const auto ticket = story.ask(one_of("alice"));
    story.advance(1ms);
    CHECK_FALSE(story.is_answered(ticket));
    story.get(query); // only the first one counts
    story.advance(grace - 1ms);
    CHECK(story.is_answered(ticket));
}

TEST_CASE("a client with a failed upgrade has settled on polling", "[core][settled]") {
    WorldStory story;
    const auto client = polls(story);
    const auto ticket = story.ask(one_of("alice"));
    story.upgrade(client.websocket);
    SECTION("as its WebSocket is lost") { story.lose_channel(story.last_number()); }
    SECTION("as it took too long") { story.advance(10s); }
    CHECK(story.body(ticket)["connections"][0]["transport"] == "polling");
}

TEST_CASE("a client with a refused WebSocket has settled at once", "[core][settled]") {
    WorldStory story;
    story.call(
        InstallFault{"proxy", expect_value(policy::parse_fault(json_of(R"({"do":"refuse_upgrade"})"), ""))});
    const auto client = polls(story);
    const auto ticket = story.ask(one_of("alice"));
    story.upgrade(client.websocket);
    CHECK(story.is_answered(ticket));
}

TEST_CASE("settling may be unimportant", "[core][settled]") {
    WorldStory story;
    polls(story);
    CHECK(story.is_answered(story.ask(one_of("alice", false))));
    CHECK(story.next_deadline() == story.now() + 25s); // no call waits for it
}

TEST_CASE("a wait for no connection counts upgrading ones", "[core][settled]") {
    WorldStory story;
    polls(story);
    auto nobody = one_of("alice");
    nobody.count = 0;
    CHECK_FALSE(story.is_answered(story.ask(nobody)));
}

TEST_CASE("a wait may name the transport", "[core][settled]") {
    WorldStory story;
    const auto by_websocket = story.ask(one_by(engineio::Transport::websocket));
    polls(story, "bob");
    story.advance(grace);
    const auto by_polling = story.body(story.ask(one_by(engineio::Transport::polling)));
    CHECK(by_polling["connections"][0]["user"] == "bob");
    CHECK_FALSE(story.is_answered(by_websocket));
    story.give_up(by_websocket);
    const auto error = expect_error(story.answer(by_websocket));
    CHECK(error.nearest.at(0).find(R"(expected the transport "websocket", got "polling")") !=
          std::string::npos);
}

TEST_CASE("a wait's timeout first lists connections that have only not settled", "[core][settled]") {
    WorldStory story;
    story.join("bob");
    const auto client = polls(story);
    const auto nearest = [&] {
        const auto ticket = story.ask(one_of("alice"));
        story.give_up(ticket);
        return expect_error(story.answer(ticket)).nearest.at(0);
    };
    CHECK(nearest().find("it polls, and may be about to upgrade to WebSocket") != std::string::npos);
    story.upgrade(client.websocket);
    CHECK(nearest().find("alice (") == 0);
    CHECK(nearest().find("it is upgrading to WebSocket") != std::string::npos);
}

TEST_CASE("an injection's recipients have settled, unless it says otherwise", "[core][settled]") {
    WorldStory story;
    const auto client = polls(story);
    auto inject = inject_to("alice");
    inject.min_recipients = 1;
    inject.settled = false;
    CHECK(story.is_answered(story.ask(inject)));
    inject.settled = true;
    SECTION("and it waits for them") {
        const auto ticket = story.ask(inject);
        CHECK_FALSE(story.is_answered(ticket));
        CHECK(story.next_deadline() == story.now() + grace);
        story.advance(grace);
        CHECK(story.body(ticket)["recipients"][0]["user"] == "alice");
    }
    SECTION("and says why it waited in vain") {
        story.upgrade(client.websocket);
        const auto ticket = story.ask(inject);
        story.give_up(ticket);
        const auto error = expect_error(story.answer(ticket));
        CHECK(error.code == ErrorCode::too_few_recipients);
        CHECK(error.nearest.at(0).find("it is upgrading to WebSocket") != std::string::npos);
    }
    SECTION("but a call without min_recipients does not wait") {
        inject.min_recipients = 0;
        CHECK(story.is_answered(story.ask(inject)));
    }
}

TEST_CASE("a scenario waits for settled connections, of a transport where it says so", "[core][settled]") {
    WorldStory story;
    story.call(SetScenario{"waits", json_of(R"({"steps": [
        {"wait_for": {"connection": {"user": "alice"}, "settled": false}},
        {"wait_for": {"connection": {"transport": "polling"}}},
        {"expect": {"connection": {"user": "alice", "transport": "polling"}}}]})")});
    RunScenario run{"waits", {Json::object(), json_of(R"({"user":"alice"})")}};
    polls(story);
    const auto ticket = story.ask(run);
    CHECK_FALSE(story.is_answered(ticket));
    story.advance(grace);
    CHECK(story.body(ticket)["state"] == "passed");
}
