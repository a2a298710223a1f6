#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

TEST_CASE("an Engine.IO 3 client has joined without being asked", "[core]") {
    WorldStory story;
    const auto opened = story.upgrade("EIO=3&transport=websocket&jwt_token=alice");
    REQUIRE(opened.size() == 3);
    CHECK(opened[1].find("frame 1: 0{") == 0);
    CHECK(opened[2] == "frame 1: 40");
    const auto connection = story.call(ListConnections{})["connections"][0];
    CHECK(connection["protocol"] == json_of(R"({"engineio":3,"socketio":4})"));
    CHECK(connection["sid"] == connection["engine_sid"]); // the socket id that this client shows
}

TEST_CASE("an Engine.IO 3 client is refused with a string", "[core]") {
    WorldStory story;
    CHECK(story.upgrade("EIO=3&transport=websocket").back() == R"(frame 1: 44"Unauthorization")");
}

TEST_CASE("over Engine.IO 3 polling the connect follows the open packet", "[core]") {
    WorldStory story;
    const auto opened = story.get("EIO=3&transport=polling&jwt_token=alice");
    REQUIRE(opened.size() == 1);
    const auto sid = story.call(ListConnections{})["connections"][0]["engine_sid"].get<std::string>();
    CHECK(story.get("EIO=3&transport=polling&sid=" + sid) == WireLines{"answer 2: 200 2:40"});
}

TEST_CASE("both protocols receive the same event, each in its framing", "[core]") {
    WorldStory story;
    story.upgrade("EIO=3&transport=websocket&jwt_token=alice");
    story.join("bob");
    story.get("EIO=3&transport=polling&jwt_token=carol");
    const auto sid = story.call(ListConnections{})["connections"][2]["engine_sid"].get<std::string>();
    story.get("EIO=3&transport=polling&sid=" + sid);
    Inject inject;
    inject.event = "NewMessage";
    inject.data = json_of(R"({"text":"é€"})");
    inject.enforce_contract = false;
    story.call(inject);
    CHECK(story.wire() == WireLines{R"(frame 1: 42["NewMessage",{"text":"é€"}])",
                                    R"(frame 2: 42["NewMessage",{"text":"é€"}])"});
    CHECK(story.get("EIO=3&transport=polling&sid=" + sid)
              .at(0)
              .find(R"(200 40:42["NewMessage",{"text":"\u00e9\u20ac"}])") != std::string::npos);
}

TEST_CASE("an Engine.IO 3 client pings, and is closed when it stops", "[core]") {
    WorldStory story(R"({"protocol":{"ping_interval_ms":300,"ping_timeout_ms":200}})");
    story.upgrade("EIO=3&transport=websocket&jwt_token=alice");
    story.advance(Milliseconds(300));
    CHECK(story.frame(1, "2") == WireLines{"frame 1: 3"});
    CHECK(story.advance(Milliseconds(499)).empty());
    CHECK(story.advance(Milliseconds(1)) == WireLines{"close 1"});
    CHECK(story.journal("disconnect")[0]["reason"] == "ping timeout");
}
