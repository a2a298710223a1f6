#include "support/tokens.hpp"
#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;
using namespace std::chrono_literals;

namespace {

constexpr ClockSettings held{ClockMode::manual, {}};

WorldStory held_story() { return WorldStory(rules_of_default_profile, 1, held); }

AdvanceClock advance_by(Milliseconds duration, bool await_clients = true) {
    return {duration, await_clients};
}

} // namespace

TEST_CASE("A clock that is held from the start stands at a fixed instant", "[core][clock]") {
    auto story = held_story();
    story.advance(10h);
    const auto clock = story.call(GetClock{});
    CHECK(clock["mode"] == "manual");
    CHECK(clock["now"] == "2020-01-01T00:00:00.000Z");
    CHECK(story.call(SetClock{ClockMode::manual})["now"] == "2020-01-01T00:00:00.000Z");
}

TEST_CASE("A clock starts at the given time", "[core][clock]") {
    const auto start = from_iso8601("2024-02-29T12:00:00.000Z");
    WorldStory running(rules_of_default_profile, 1, {ClockMode::real, start});
    CHECK(running.call(GetClock{})["now"] == "2024-02-29T12:00:00.000Z");
    running.advance(90s);
    CHECK(running.call(GetClock{})["now"] == "2024-02-29T12:01:30.000Z");
    WorldStory standing(rules_of_default_profile, 1, {ClockMode::manual, start});
    CHECK(standing.call(GetClock{})["now"] == "2024-02-29T12:00:00.000Z");
}

TEST_CASE("While the clock is held nothing fires by itself", "[core][clock]") {
    auto story = held_story();
    story.join("alice");
    auto later = inject_to("alice");
    later.delay = 1s;
    story.call(later);
    const auto journal = story.journal();
    CHECK_FALSE(story.next_deadline().has_value());
    CHECK(story.advance(24h).empty());
    CHECK(story.journal() == journal);
}

TEST_CASE("An advance fires the due timers, each at its own time, and lists them", "[core][clock]") {
    auto story = held_story();
    const auto channel = story.join("alice");
    auto later = inject_to("alice");
    later.delay = 1s;
    story.call(later);
    const auto ticket = story.ask(advance_by(25s));
    CHECK(story.wire().size() == 2);
    CHECK(story.wire().back() == "frame " + std::to_string(channel) + ": 2");
    const auto reply = story.body(ticket);
    CHECK(reply["now"] == "2020-01-01T00:00:25.000Z");
    REQUIRE(reply["fired"].size() == 2);
    CHECK(reply["fired"][0]["timer"] == "injection");
    CHECK(reply["fired"][0]["at"] == "2020-01-01T00:00:01.000Z");
    CHECK(reply["fired"][1]["timer"] == "ping");
    CHECK(reply["fired"][1]["user"] == "alice");
    CHECK(story.journal("emit")[0]["at"] == "2020-01-01T00:00:01.000Z");
}

TEST_CASE("The clock lists the next timers", "[core][clock]") {
    auto story = held_story();
    CHECK_FALSE(story.call(GetClock{}).contains("next"));
    story.upgrade("EIO=4&transport=websocket&jwt_token=alice");
    CHECK(story.call(GetClock{})["next"]["timer"] == "ping");
    story.call(advance_by(25s));
    CHECK(story.call(GetClock{})["next"]["timer"] == "connect_timeout");
    story.upgrade("EIO=3&transport=websocket&jwt_token=bob");
    story.call(advance_by(0s));
    CHECK(story.call(GetClock{})["next"]["user"] == "alice");
}

TEST_CASE("An advance goes on when the clients have answered their pings", "[core][clock]") {
    auto story = held_story();
    const auto channel = story.join("alice");
    const auto ticket = story.ask(advance_by(1h));
    int pings = 0;
    while (!story.is_answered(ticket)) {
        ++pings;
        story.advance(17ms); // any time of the client
        story.frame(channel, "3");
    }
    CHECK(pings == 3600 / 25 - 1);
    CHECK(story.body(ticket)["now"] == "2020-01-01T01:00:00.000Z");
    CHECK(story.body(ticket)["fired"].size() == 3600 / 25);
    CHECK(story.journal("close").empty());
}

TEST_CASE("A poll carries the ping of an advance, and a POST its pong", "[core][clock]") {
    auto story = held_story();
    const auto sid = story.open_polling("alice");
    const auto query = "EIO=4&transport=polling&sid=" + sid;
    story.post(query, "40");
    story.get(query);
    const auto ticket = story.ask(advance_by(40s));
    CHECK_FALSE(story.is_answered(ticket));
    CHECK(story.get(query) == WireLines{"answer 4: 200 2"});
    CHECK_FALSE(story.is_answered(ticket));
    story.post(query, "3");
    CHECK(story.body(ticket)["now"] == "2020-01-01T00:00:40.000Z");
}

TEST_CASE("An advance that need not wait for pongs runs into the ping timeout", "[core][clock]") {
    auto story = held_story();
    story.join("alice");
    const auto fired = story.call(advance_by(46s, false))["fired"];
    REQUIRE(fired.size() == 2);
    CHECK(fired[1]["timer"] == "ping_timeout");
    CHECK(fired[1]["at"] == "2020-01-01T00:00:45.000Z");
    CHECK(story.journal("close")[0]["reason"] == "ping timeout");
}

TEST_CASE("An advance with a silent client reports its time, and the client", "[core][clock]") {
    auto story = held_story();
    story.join("alice");
    const auto ticket = story.ask(advance_by(1h));
    story.give_up(ticket);
    const auto error = expect_error(story.answer(ticket));
    CHECK(error.code == ErrorCode::timed_out);
    CHECK(error.message.find("by 3600000 ms, got 25000 ms, held up by ") != std::string::npos);
    REQUIRE(error.nearest.size() == 1);
    CHECK(error.nearest[0].find("alice") == 0);
    CHECK(story.call(GetClock{})["now"] == "2020-01-01T00:00:25.000Z");
}

TEST_CASE("An advance counts all silent clients, and names some of them", "[core][clock]") {
    auto story = held_story();
    for (int i = 0; i < 30; ++i) story.join("user-" + std::to_string(i));
    const auto ticket = story.ask(advance_by(1h));
    story.give_up(ticket);
    const auto error = expect_error(story.answer(ticket));
    CHECK(error.message.find(", and 29 more") != std::string::npos);
    CHECK(error.nearest.size() == 20);
}

TEST_CASE("An advance waits for an upgrade, so that it does not time out", "[core][clock]") {
    auto story = held_story();
    const auto sid = story.open_polling("alice");
    story.post("EIO=4&transport=polling&sid=" + sid, "40");
    story.upgrade("EIO=4&transport=websocket&sid=" + sid);
    const auto channel = story.last_number();
    const auto ticket = story.ask(advance_by(20s));
    CHECK(story.call(GetClock{})["now"] == "2020-01-01T00:00:00.000Z");
    SECTION("and goes on when the client has upgraded") {
        story.frame(channel, "2probe");
        CHECK_FALSE(story.is_answered(ticket));
        story.frame(channel, "5");
        CHECK(story.body(ticket)["now"] == "2020-01-01T00:00:20.000Z");
    }
    SECTION("or its WebSocket is lost") {
        story.lose_channel(channel);
        CHECK(story.body(ticket)["now"] == "2020-01-01T00:00:20.000Z");
    }
    SECTION("or the client with an ended connection has learned of it") {
        story.frame(channel, "2probe");
        story.call(Disconnect{inject_to("alice").to, policy::DisconnectAs::restart});
        CHECK_FALSE(story.is_answered(ticket));
        story.frame(channel, "5");
        CHECK(story.body(ticket)["now"] == "2020-01-01T00:00:20.000Z");
    }
    SECTION("and lists the upgrading client, if it does not finish") {
        story.give_up(ticket);
        const auto error = expect_error(story.answer(ticket));
        CHECK(error.code == ErrorCode::timed_out);
        REQUIRE(error.nearest.size() == 1);
        CHECK(error.nearest[0] == "alice (" + sid + "): it is upgrading to WebSocket");
    }
}

TEST_CASE("An advance that need not wait runs into the upgrade's timeout", "[core][clock]") {
    auto story = held_story();
    const auto sid = story.open_polling("alice");
    story.upgrade("EIO=4&transport=websocket&sid=" + sid);
    CHECK(story.call(advance_by(20s, false))["fired"][0]["timer"] == "upgrade_timeout");
}

TEST_CASE("An advance does not wait for an upgrade that a fault holds up", "[core][clock]") {
    auto story = held_story();
    const auto fault = json_of(R"({"do":"swallow_probe"})");
    story.call(InstallFault{"hole", expect_value(policy::parse_fault(fault, ""))});
    const auto sid = story.open_polling("alice");
    story.upgrade("EIO=4&transport=websocket&sid=" + sid);
    story.frame(story.last_number(), "2probe");
    CHECK(story.call(advance_by(20s))["fired"][0]["timer"] == "upgrade_timeout");
}

TEST_CASE("Advances take their turns", "[core][clock]") {
    auto story = held_story();
    const auto channel = story.join("alice");
    const auto first = story.ask(advance_by(30s));
    const auto second = story.ask(advance_by(10s));
    CHECK_FALSE(story.is_answered(second));
    story.frame(channel, "3");
    CHECK(story.body(first)["now"] == "2020-01-01T00:00:30.000Z");
    CHECK(story.body(second)["now"] == "2020-01-01T00:00:40.000Z");
}

TEST_CASE("A clock that runs cannot be advanced", "[core][clock]") {
    WorldStory story;
    CHECK(story.refused(advance_by(1s)).code == ErrorCode::clock_is_running);
    story.call(SetClock{ClockMode::manual});
    story.join("alice");
    const auto ticket = story.ask(advance_by(1h));
    story.call(SetClock{ClockMode::real});
    CHECK(expect_error(story.answer(ticket)).code == ErrorCode::clock_is_running);
}

TEST_CASE("A released clock runs on from the time at which it was held", "[core][clock]") {
    WorldStory story;
    const auto channel = story.join("alice");
    story.call(SetClock{ClockMode::manual});
    story.advance(10h);
    story.call(advance_by(5s));
    CHECK(story.call(SetClock{ClockMode::real})["now"] == to_iso8601(story.now() - 10h + 5s));
    CHECK(story.next_deadline() == story.now() + 20s);
    CHECK(story.advance(20s) == WireLines{"frame " + std::to_string(channel) + ": 2"});
}

TEST_CASE("A token expires on the mock's clock", "[core][clock]") {
    WorldStory story(rules_of_default_profile, 1, {ClockMode::manual, Instant(Milliseconds(1700000000000))});
    const auto token = jwt(R"({"sub":"alice","exp":1700003600})");
    story.join(token);
    CHECK(story.journal("connect").size() == 1);
    story.call(advance_by(1h, false));
    story.join(token);
    CHECK(story.journal("refuse").size() == 1);
}

TEST_CASE("A reset puts the clock back to its start", "[core][clock]") {
    auto story = held_story();
    const auto sid = story.open_polling("alice"); // no poll waits, so its session lingers
    story.call(advance_by(10s));
    story.call(SetClock{ClockMode::real});
    story.call(Reset{});
    const auto clock = story.call(GetClock{});
    CHECK(clock["mode"] == "manual");
    CHECK(clock["now"] == "2020-01-01T00:00:00.000Z");
    CHECK(clock["next"]["timer"] == "close_timeout");
    CHECK(clock["next"]["at"] == "2020-01-01T00:00:30.000Z");
    CHECK(story.get("EIO=4&transport=polling&sid=" + sid).at(0).find("200") != std::string::npos);
}

TEST_CASE("A reset that keeps connections keeps their time", "[core][clock]") {
    auto story = held_story();
    story.join("alice");
    story.call(advance_by(10s));
    story.call(Reset{true});
    CHECK(story.call(GetClock{})["now"] == "2020-01-01T00:00:10.000Z");
    CHECK(story.call(GetClock{})["next"]["at"] == "2020-01-01T00:00:25.000Z");
}
