#include "support/repository.hpp"
#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

std::string conformance() {
    return text_of_file(repository() / "fixtures" / "profiles" / "conformance.json");
}

engineio::ChannelId join_custom(WorldStory& story) {
    story.upgrade("EIO=4&transport=websocket");
    story.frame(story.last_number(), R"(40/custom,{"token":"x"})");
    return story.last_number();
}

} // namespace

TEST_CASE("the conformance profile answers a CONNECT with its payload", "[core]") {
    WorldStory story(conformance());
    story.upgrade("EIO=4&transport=websocket");
    const auto joined = story.frame(1, R"(40{"token":"x"})");
    REQUIRE(joined.size() == 2);
    CHECK(joined[0].find(R"(frame 1: 40{"sid":)") == 0);
    CHECK(joined[1] == R"(frame 1: 42["auth",{"token":"x"}])");
}

TEST_CASE("a connect that carries nothing carried an empty object", "[core]") {
    WorldStory story(conformance());
    story.upgrade("EIO=4&transport=websocket");
    CHECK(story.frame(1, "40").back() == R"(frame 1: 42["auth",{}])");
}

TEST_CASE("an event is answered with its arguments, in its namespace", "[core]") {
    WorldStory story(conformance());
    const auto channel = join_custom(story);
    CHECK(story.frame(channel, R"(42/custom,["message",1,"2",{"3":[true]}])") ==
          WireLines{R"(frame 1: 42/custom,["message-back",1,"2",{"3":[true]}])"});
}

TEST_CASE("an event is acknowledged with its arguments", "[core]") {
    WorldStory story(conformance());
    const auto channel = join_custom(story);
    CHECK(story.frame(channel, R"(42/custom,456["message-with-ack",1,"2"])") ==
          WireLines{R"(frame 1: 43/custom,456[1,"2"])"});
    CHECK(story.frame(channel, R"(42/custom,["message-with-ack"])")
              .empty()); // no acknowledgement was requested
}

TEST_CASE("bytes are passed on", "[core]") {
    WorldStory story(conformance());
    const auto channel = join_custom(story);
    CHECK(story.frame(channel, R"(451-/custom,["message",{"_placeholder":true,"num":0}])").empty());
    CHECK(story.binary_frame(channel, "\x01\x02") ==
          WireLines{R"(frame 1: 451-/custom,["message-back",{"_placeholder":true,"num":0}])",
                    "frame 1: <01 02>"});
    story.frame(channel, R"(451-/custom,7["message-with-ack",{"_placeholder":true,"num":0}])");
    CHECK(story.binary_frame(channel, "\x03") ==
          WireLines{R"(frame 1: 461-/custom,7[{"_placeholder":true,"num":0}])", "frame 1: <03>"});
}

TEST_CASE("text that looks like a placeholder is passed on as it is", "[core]") {
    WorldStory story(conformance());
    const auto channel = join_custom(story);
    CHECK(story.frame(channel, R"(42/custom,["message","${now}","${args}"])") ==
          WireLines{R"(frame 1: 42/custom,["message-back","${now}","${args}"])"});
}

TEST_CASE("reactions answer in the order of the events", "[core]") {
    WorldStory story(conformance());
    const auto query = "transport=polling&EIO=4&sid=" + story.open_polling("alice");
    story.post(query, "40");
    story.post(query, "42[\"message\",1]\x1e"
                      "427[\"message-with-ack\",2]\x1e"
                      "42[\"message\",3]");
    const auto answer = story.get(query).at(0);
    CHECK(answer.find(R"(|42["auth",{}]|42["message-back",1]|437[2]|42["message-back",3])") !=
          std::string::npos);
}

TEST_CASE("a reaction may send a fixture", "[core]") {
    WorldStory story(
        R"({"reactions":[{"on":{"event":"join"},"emit":{"event":"NewMember","fixture":"default"}}]})");
    const auto channel = story.join("alice");
    story.join("bob");
    const auto wire = story.frame(channel, R"(42["join"])");
    REQUIRE(wire.size() == 1);
    CHECK(wire[0].find(R"(frame 1: 42["NewMember",{"member_id":)") == 0);
}

TEST_CASE("a reaction that cannot be done is in the journal", "[core]") {
    WorldStory story(
        R"({"reactions":[{"on":{"event":"join"},"emit":{"event":"NewMember","fixture":"nobody"}}]})");
    const auto channel = story.join("alice");
    CHECK(story.frame(channel, R"(42["join"])").empty());
    CHECK(story.journal("control")[0]["failed"].get<std::string>().find("nobody") != std::string::npos);
}

TEST_CASE("an echoing endpoint sends every message back and speaks no Socket.IO", "[core]") {
    WorldStory story(conformance());
    http::Request request;
    request.method = "GET";
    http::read_target("/engine.io/?EIO=4&transport=websocket", request);
    story.play(UpgradeArrived{100, request});
    CHECK(story.frame(100, "4hello") == WireLines{"frame 100: 4hello"});
    CHECK(story.binary_frame(100, "\x01\x02") == WireLines{"frame 100: <01 02>"});
    CHECK(story.advance(Milliseconds(1000))[0] == "frame 100: 2"); // no connect timeout, only heartbeats
}

TEST_CASE("a bare WebSocket is served where the profile says so", "[core]") {
    WorldStory strict(R"({})");
    CHECK(strict.upgrade("jwt_token=alice") == WireLines{"refuse 1: 400 Transport unknown"});
    WorldStory story(R"({"protocol":{"bare_websocket":true}})");
    const auto opened = story.upgrade("jwt_token=alice");
    REQUIRE(opened.size() == 3);
    CHECK(opened[1].find("frame 1: 0{") == 0);
    CHECK(opened[2].find("frame 1: 40{") == 0);
    story.call(inject_to("alice"));
    CHECK(story.wire().size() == 1);
    story.advance(std::chrono::hours(1)); // a manual tool does not answer pings
    CHECK(story.call(ListConnections{})["connections"].size() == 1);
}
