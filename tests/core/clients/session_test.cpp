#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

const std::string short_intervals = R"({"protocol":{"ping_interval_ms":300,"ping_timeout_ms":200}})";

} // namespace

TEST_CASE("a client that answers every ping stays", "[core]") {
    WorldStory story(short_intervals);
    const auto channel = story.join("alice");
    for (int i = 0; i < 10; ++i) {
        CHECK(story.advance(Milliseconds(300)) == WireLines{"frame 1: 2"});
        CHECK(story.frame(channel, "3").empty());
    }
    CHECK(story.call(ListConnections{})["connections"].size() == 1);
}

TEST_CASE("a client that falls silent is closed with ping timeout", "[core]") {
    WorldStory story(short_intervals);
    story.join("alice");
    story.advance(Milliseconds(300));
    CHECK(story.advance(Milliseconds(199)).empty());
    CHECK(story.advance(Milliseconds(1)) == WireLines{"close 1"});
    CHECK(story.journal("disconnect")[0]["reason"] == "ping timeout");
    CHECK(story.journal("disconnect")[0]["at"] == "2023-11-14T22:13:20.500Z");
    CHECK(story.call(ListConnections{})["connections"].empty());
}

TEST_CASE("time that jumps far still fires each deadline at its own time", "[core]") {
    WorldStory story(short_intervals);
    story.join("alice");
    CHECK(story.advance(std::chrono::hours(1)) == WireLines{"frame 1: 2", "close 1"});
    CHECK(story.journal("close")[0]["at"] == "2023-11-14T22:13:20.500Z");
}

TEST_CASE("deadlines of several clients fire in their order", "[core]") {
    WorldStory story(short_intervals);
    story.join("alice");
    story.advance(Milliseconds(100));
    story.join("bob");
    CHECK(story.advance(Milliseconds(450)) == WireLines{"frame 1: 2", "frame 2: 2", "close 1"});
}

TEST_CASE("polling becomes WebSocket, and nothing is lost on the way", "[core]") {
    WorldStory story;
    const auto engine_sid = story.open_polling("alice");
    const auto query = "EIO=4&transport=polling&sid=" + engine_sid;
    story.post(query, "40");
    story.get(query); // returns the CONNECT
    story.get(query); // parked
    const auto parked = story.last_number();
    story.upgrade("EIO=4&transport=websocket&sid=" + engine_sid);
    const auto channel = story.last_number();
    const auto answer = [](std::uint64_t exchange, const std::string& text) {
        return "answer " + std::to_string(exchange) + ": 200 " + text;
    };
    const auto frame = [channel](const std::string& text) {
        return "frame " + std::to_string(channel) + ": " + text;
    };
    CHECK(story.wire() == WireLines{"accept " + std::to_string(channel)});
    CHECK(story.frame(channel, "2probe") == WireLines{frame("3probe"), answer(parked, "6")});

    auto inject = inject_to("alice", "ViewedMessage");
    story.call(inject);
    CHECK(story.wire().empty()); // neither transport is usable now
    const auto upgraded = story.frame(channel, "5");
    REQUIRE(upgraded.size() == 1);
    CHECK(upgraded[0].find(frame(R"(42["ViewedMessage",)")) == 0);
    CHECK(story.call(ListConnections{})["connections"][0]["transport"] == "websocket");
    CHECK(story.journal("upgrade").size() == 1);
    CHECK(story.get(query).at(0).find(R"(: 400 {"code":3,"message":"Bad request"})") != std::string::npos);
}

TEST_CASE("a WebSocket that is lost in its upgrade costs nothing", "[core]") {
    WorldStory story;
    const auto engine_sid = story.open_polling("alice");
    const auto query = "EIO=4&transport=polling&sid=" + engine_sid;
    story.post(query, "40");
    story.get(query);
    story.upgrade("EIO=4&transport=websocket&sid=" + engine_sid);
    const auto channel = story.last_number();
    story.frame(channel, "2probe");
    story.call(inject_to("alice"));
    story.lose_channel(channel);
    CHECK(story.get(query).at(0).find(R"(200 42["NewMessage",)") != std::string::npos);
}

TEST_CASE("a client that leaves a parked poll is gone", "[core]") {
    WorldStory story;
    const auto query = "EIO=4&transport=polling&sid=" + story.open_polling("alice");
    story.post(query, "40");
    story.get(query);
    story.get(query);
    story.lose_exchange(story.last_number());
    CHECK(story.call(ListConnections{})["connections"].empty());
    CHECK(story.journal("disconnect")[0]["reason"] == "transport error");
}

TEST_CASE("a poll that has its answer may lose its connection", "[core]") {
    WorldStory story;
    const auto query = "EIO=4&transport=polling&sid=" + story.open_polling("alice");
    story.post(query, "40");
    story.get(query);
    story.lose_exchange(story.last_number());
    CHECK(story.call(ListConnections{})["connections"].size() == 1);
}

TEST_CASE("a request that outlives its session is answered and forgotten", "[core]") {
    WorldStory story;
    const auto query = "EIO=4&transport=polling&sid=" + story.open_polling("alice");
    const auto post = story.numbered("POST", "/socket.io/?" + query, "40");
    story.play(RequestBegun{post});
    story.get(query);
    story.get(query); // a second poll ends the session
    CHECK(story.play(RequestArrived{post}) ==
          WireLines{R"(answer 2: 400 {"code":1,"message":"Session ID unknown"})"});
    CHECK(story.state().connections.exchanges().empty());
}

TEST_CASE("a request to no endpoint is not on its way to the session that it names", "[core]") {
    WorldStory story;
    const auto query = "EIO=4&transport=polling&sid=" + story.open_polling("alice");
    const auto astray = story.numbered("POST", "/elsewhere/?" + query, "40");
    story.play(RequestBegun{astray});
    CHECK(story.play(RequestArrived{astray}).at(0).find("answer 2: 404") == 0);
    CHECK(story.post(query, "40") == WireLines{"answer 3: 200 ok"});
}

TEST_CASE("a protocol violation closes the session and is journalled", "[core]") {
    for (const std::string garbage : {"abc", "7", "42abc[\"x\"]", "42[\"connect\"]", "49", "4"}) {
        WorldStory story;
        const auto channel = story.join("alice");
        CHECK(story.frame(channel, garbage) == WireLines{"close 1"});
        CHECK(story.journal("violation").size() == 1);
        CHECK(story.journal("disconnect")[0]["reason"] == "parse error");
        story.join("bob"); // the server continues
        CHECK(story.call(ListConnections{})["connections"].size() == 1);
    }
}

TEST_CASE("packets before the violation in the same payload count", "[core]") {
    WorldStory story;
    const auto query = "EIO=4&transport=polling&sid=" + story.open_polling("alice");
    story.post(query, "40");
    story.post(query, "42[\"first\"]\x1e"
                      "42[]\x1e"
                      "42[\"never\"]");
    CHECK(story.journal("receive").size() == 1);
    CHECK(story.journal("receive")[0]["event"] == "first");
}

TEST_CASE("packets before a client's close count", "[core]") {
    WorldStory story;
    const auto query = "EIO=4&transport=polling&sid=" + story.open_polling("alice");
    story.post(query, "40");
    story.post(query, "42[\"bye\",{\"é\":\"€\"}]\x1e"
                      "1");
    CHECK(story.journal("receive")[0]["data"] == json_of(R"([{"é":"€"}])"));
    CHECK(story.journal("close")[0]["reason"] == "transport close");
}

TEST_CASE("shutting down closes every client", "[core]") {
    WorldStory story;
    story.join("alice");
    const auto query = "EIO=4&transport=polling&sid=" + story.open_polling("bob");
    story.get(query);
    const auto parked = story.last_number();
    CHECK(story.shut_down() == WireLines{"close 1", "answer " + std::to_string(parked) + ": 200 1"});
}
