// Faults of the connection itself: handshakes, upgrades, heartbeats, and cuts within an event.
#include "support/fault_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

const std::string quick_heartbeat = R"({"protocol":{"ping_interval_ms":1000,"ping_timeout_ms":500}})";

std::size_t strikes_of(FaultStory& story, const std::string& name) {
    return story.fault(name).at("strikes").get<std::size_t>();
}

} // namespace

TEST_CASE("a handshake is refused without a word, by user and as often as it says", "[faults]") {
    FaultStory story;
    story.install("down", R"({"on":{"to":{"user":"alice"},"first":2},"do":"refuse_connections"})");
    CHECK(story.upgrade("EIO=4&transport=websocket&jwt_token=alice") == WireLines{"drop 1"});
    CHECK(story.get("EIO=4&transport=polling&jwt_token=alice") == WireLines{"drop 2"});
    CHECK(story.upgrade("EIO=4&transport=websocket&jwt_token=bob").at(0) == "accept 3");
    CHECK(story.upgrade("EIO=4&transport=websocket&jwt_token=alice").at(0) == "accept 4");
    CHECK(strikes_of(story, "down") == 2);
    CHECK(story.journal("fault")[0]["user"] == "alice");
    CHECK(story.journal("fault")[0]["do"] == "refuse_connections");
}

TEST_CASE("an upgrade is refused, and polling goes on", "[faults]") {
    FaultStory story;
    story.install("proxy", R"({"do":"refuse_upgrade"})");
    const auto query = "EIO=4&sid=" + story.open_polling("alice") + "&transport=";
    story.post(query + "polling", "40");
    const auto refused = story.upgrade(query + "websocket");
    REQUIRE(refused.size() == 1);
    CHECK(refused[0].find("refuse") == 0);
    story.get(query + "polling");
    CHECK(story.send(1, 1).empty()); // no poll is parked
    CHECK(story.get(query + "polling").at(0).find(R"({"n":1})") != std::string::npos);
    story.call(RemoveFaults{});
    CHECK(story.upgrade(query + "websocket").at(0).find("accept") == 0);
}

TEST_CASE("a probe is swallowed, and the upgrade times out", "[faults]") {
    FaultStory story;
    story.install("hole", R"({"do":"swallow_probe"})");
    const auto query = "EIO=4&sid=" + story.open_polling("alice") + "&transport=";
    story.upgrade(query + "websocket");
    const auto channel = story.last_number();
    CHECK(story.frame(channel, "2probe").empty());
    CHECK(story.advance(Milliseconds(10000)) == WireLines{"close " + std::to_string(channel)});
    CHECK(strikes_of(story, "hole") == 1);
}

TEST_CASE("pings are not sent, and the server does not miss their answers", "[faults]") {
    FaultStory story(quick_heartbeat);
    story.join("alice");
    story.install("mute", R"({"on":{"nth":2},"do":"no_ping"})");
    CHECK(story.advance(Milliseconds(1000)) == WireLines{"frame 1: 2"});
    story.frame(1, "3");
    CHECK(story.advance(Milliseconds(1000)).empty());
    CHECK(story.advance(Milliseconds(999)).empty());
    CHECK(story.advance(Milliseconds(1)) == WireLines{"frame 1: 2"});
    CHECK(story.journal("close").empty());
    CHECK(strikes_of(story, "mute") == 1);
}

TEST_CASE("the pings of older clients are not answered", "[faults]") {
    FaultStory story(quick_heartbeat);
    story.upgrade("EIO=3&transport=websocket&jwt_token=alice");
    CHECK(story.frame(1, "2") == WireLines{"frame 1: 3"});
    story.install("mute", R"({"on":{"to":{"user":"alice"}},"do":"no_pong"})");
    CHECK(story.frame(1, "2").empty());
    story.call(RemoveFaults{});
    CHECK(story.frame(1, "2") == WireLines{"frame 1: 3"});
}

TEST_CASE("a fault finds a client by any of its sids", "[faults]") {
    FaultStory story(quick_heartbeat);
    story.join("alice");
    story.join("alice");
    const auto sid = story.call(ListConnections{})["connections"][1]["sid"].get<std::string>();
    story.install("mute", R"({"on":{"to":{"sid":")" + sid + R"("}},"do":"no_ping"})");
    CHECK(story.advance(Milliseconds(1000)) == WireLines{"frame 1: 2"});
}

TEST_CASE("the connection breaks amid an event", "[faults]") {
    FaultStory story;
    story.join("alice");
    story.install("cut", R"({"on":{"nth":2},"do":"disconnect","when":"amid"})");
    CHECK(story.send(1, 1) == "1 ");
    auto inject = inject_to("alice");
    inject.data = Json{{"n", 2}};
    inject.enforce_contract = false;
    inject.await = Await::written;
    const auto ticket = story.ask(inject);
    CHECK(story.wire() == WireLines{R"(torn frame 1: 42["NewMessage",{"n":2}])"});
    REQUIRE(story.is_answered(ticket));
    CHECK(story.body(ticket)["recipients"][0]["state"] == "lost");
    CHECK(story.call(ListConnections{})["connections"].empty());
}

TEST_CASE("a poll's answer breaks amid an event", "[faults]") {
    FaultStory story;
    const auto query = "EIO=4&transport=polling&sid=" + story.open_polling("alice");
    story.post(query, "40");
    story.get(query);
    story.get(query); // parked
    story.install("cut", R"({"do":"disconnect","when":"amid"})");
    story.send(1, 1);
    REQUIRE_FALSE(story.wire().empty());
    CHECK(story.wire()[0].find("torn") == 0);
    CHECK(story.call(ListConnections{})["connections"].empty());
}

TEST_CASE("a run with faults is the same when it is replayed", "[faults]") {
    FaultStory story(R"({"faults":{"loss":{"on":{"probability":0.5},"do":"drop"}}})");
    story.join("alice");
    const auto first = story.send(1, 20);
    FaultStory again(R"({"faults":{"loss":{"on":{"probability":0.5},"do":"drop"}}})");
    again.join("alice");
    CHECK(again.send(1, 20) == first);
    CHECK(again.transcript() == story.transcript());
}
