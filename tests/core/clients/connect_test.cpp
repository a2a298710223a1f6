#include "support/tokens.hpp"
#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

TEST_CASE("a client joins over a WebSocket", "[core]") {
    WorldStory story;
    const auto opened = story.upgrade("EIO=4&transport=websocket&jwt_token=alice");
    REQUIRE(opened.size() == 2);
    CHECK(opened[0] == "accept 1");
    CHECK(opened[1].find(R"(frame 1: 0{"sid":")") == 0);
    CHECK(opened[1].find(R"("upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000})") !=
          std::string::npos);

    const auto joined = story.frame(1, "40");
    const auto sid = story.call(ListConnections{})["connections"][0]["sid"].get<std::string>();
    CHECK(joined == WireLines{R"(frame 1: 40{"sid":")" + sid + R"("})"});
}

TEST_CASE("a client joins over polling", "[core]") {
    WorldStory story;
    const auto engine_sid = story.open_polling("alice");
    const auto query = "EIO=4&transport=polling&sid=" + engine_sid;
    CHECK(story.get(query).empty()); // parked: no packets
    const auto posted = story.post(query, "40");
    REQUIRE(posted.size() == 2);
    CHECK(posted[0] == "answer 3: 200 ok");
    CHECK(posted[1].find(R"(answer 2: 200 40{"sid":")") == 0);
}

TEST_CASE("a connection shows its identity, and never its token", "[core]") {
    WorldStory story;
    const auto token = jwt(R"({"sub":"alice","role":"admin"})");
    story.join(token);
    const auto connections = story.call(ListConnections{})["connections"];
    REQUIRE(connections.size() == 1);
    const auto& alice = connections[0];
    CHECK(alice["user"] == "alice");
    CHECK(alice["claims"] == json_of(R"({"sub":"alice","role":"admin"})"));
    CHECK(alice["transport"] == "websocket");
    CHECK(alice["protocol"] == json_of(R"({"engineio":4,"socketio":5})"));
    CHECK(alice["groups"] == json_of(R"(["7"])"));
    CHECK(alice["since"] == "2023-11-14T22:13:20.000Z");
    CHECK(to_text(connections).find(token) == std::string::npos);
    CHECK(to_text(story.journal()).find(token) == std::string::npos);
}

TEST_CASE("a connection is found by its sid", "[core]") {
    WorldStory story;
    story.join("alice");
    const auto sid = story.call(ListConnections{})["connections"][0]["sid"].get<std::string>();
    CHECK(story.call(GetConnection{sid})["user"] == "alice");
    const auto error = story.refused(GetConnection{sid.substr(0, 19)});
    CHECK(error.code == ErrorCode::unknown_connection);
    CHECK(error.message.find(sid) != std::string::npos);
}

TEST_CASE("a namespace that does not exist is refused, and the session lives on", "[core]") {
    WorldStory story;
    story.upgrade("EIO=4&transport=websocket&jwt_token=alice");
    CHECK(story.frame(1, "40/random,") == WireLines{R"(frame 1: 44/random,{"message":"Invalid namespace"})"});
    CHECK(story.frame(1, "40").size() == 1);
}

TEST_CASE("a client that never joins is closed", "[core]") {
    WorldStory story(R"({"protocol":{"connect_timeout_ms":700}})");
    story.upgrade("EIO=4&transport=websocket&jwt_token=alice");
    CHECK(story.advance(Milliseconds(699)).empty());
    CHECK(story.advance(Milliseconds(1)) == WireLines{"close 1"});
    CHECK(story.next_deadline() == std::nullopt);
}

TEST_CASE("a client that leaves may join again, with another sid", "[core]") {
    WorldStory story;
    story.join("alice");
    const auto first = story.call(ListConnections{})["connections"][0]["sid"];
    CHECK(story.frame(1, "41").empty());
    CHECK(story.call(ListConnections{})["connections"].empty());
    story.frame(1, "40");
    CHECK(story.call(ListConnections{})["connections"][0]["sid"] != first);
    CHECK(story.journal("disconnect")[0]["reason"] == "client namespace disconnect");
}

TEST_CASE("a request outside the socket endpoint is not found", "[core]") {
    WorldStory story;
    http::Request request;
    request.exchange = 1;
    request.method = "GET";
    request.path = "/socket.iox";
    CHECK(story.play(RequestArrived{request})[0].find("answer 1: 404") == 0);
    CHECK(story.play(UpgradeArrived{2, request})[0].find("refuse 2: 404") == 0);
}

TEST_CASE("a broken handshake is refused as the reference server does", "[core]") {
    WorldStory story;
    CHECK(story.get("EIO=4&transport=carrier-pigeon") ==
          WireLines{R"(answer 1: 400 {"code":0,"message":"Transport unknown"})"});
    CHECK(story.get("EIO=4&transport=polling&sid=nobody") ==
          WireLines{R"(answer 2: 400 {"code":1,"message":"Session ID unknown"})"});
    CHECK(story.upgrade("EIO=5&transport=websocket") ==
          WireLines{"refuse 3: 400 Unsupported protocol version"});
}
