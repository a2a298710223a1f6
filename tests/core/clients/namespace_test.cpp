#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

const std::string with_custom = R"({"namespaces":["/","/custom"]})";

} // namespace

TEST_CASE("a client is in each namespace on its own", "[core]") {
    WorldStory story(with_custom);
    const auto channel = story.join("alice");
    CHECK(story.frame(channel, "40/custom,")[0].find(R"(frame 1: 40/custom,{"sid":")") == 0);
    const auto connections = story.call(ListConnections{})["connections"];
    REQUIRE(connections.size() == 2);
    CHECK(connections[0]["namespace"] == "/");
    CHECK(connections[1]["namespace"] == "/custom");
    CHECK(connections[0]["sid"] != connections[1]["sid"]);
    CHECK(connections[0]["engine_sid"] == connections[1]["engine_sid"]);
}

TEST_CASE("an event stays in its namespace", "[core]") {
    WorldStory story(with_custom);
    const auto channel = story.join("alice");
    story.frame(channel, "40/custom,");
    Inject inject;
    inject.event = "NewMember";
    story.call(inject);
    REQUIRE(story.wire().size() == 1);
    CHECK(story.wire()[0].find(R"(42["NewMember",)") != std::string::npos);
    inject.namespace_name = "/custom";
    story.call(inject);
    REQUIRE(story.wire().size() == 1);
    CHECK(story.wire()[0].find(R"(42/custom,["NewMember",)") != std::string::npos);
}

TEST_CASE("leaving one namespace leaves the others", "[core]") {
    WorldStory story(with_custom);
    const auto channel = story.join("alice");
    story.frame(channel, "40/custom,");
    CHECK(story.frame(channel, "41/custom,").empty());
    CHECK(story.call(ListConnections{})["connections"].size() == 1);
    CHECK(story.journal("disconnect")[0]["namespace"] == "/custom");
}

TEST_CASE("a session's end is the end of every membership", "[core]") {
    WorldStory story(with_custom);
    const auto channel = story.join("alice");
    story.frame(channel, "40/custom,");
    story.lose_channel(channel);
    CHECK(story.journal("disconnect").size() == 2);
    CHECK(story.journal("close").size() == 1);
    CHECK(story.call(ListConnections{})["connections"].empty());
}

TEST_CASE("transport_close of one membership closes the client once", "[core]") {
    WorldStory story(with_custom);
    const auto channel = story.join("alice");
    story.frame(channel, "40/custom,");
    Disconnect disconnect;
    disconnect.as = policy::DisconnectAs::transport_close;
    CHECK(story.call(disconnect)["disconnected"].size() == 1); // the other socket ended with it
    CHECK(story.wire() == WireLines{"close 1"});
}

TEST_CASE("joining any namespace is enough to stay", "[core]") {
    WorldStory story(R"({"namespaces":["/","/custom"],"protocol":{"connect_timeout_ms":700}})");
    story.upgrade("EIO=4&transport=websocket&jwt_token=alice");
    story.frame(1, "40/custom,");
    CHECK(story.advance(Milliseconds(701)).empty());
}

// The reference server joins a client in a later turn than the one that reads its POST.
TEST_CASE("an event in the POST of its CONNECT precedes the join", "[core]") {
    WorldStory story(with_custom);
    const auto query = "EIO=4&transport=polling&sid=" + story.open_polling("alice");
    story.post(query, "40\x1e"
                      R"(42["hello"])");
    CHECK(story.journal("connect").empty());
    CHECK(story.journal("receive").empty());
    CHECK(story.journal("violation").size() == 1);
    CHECK(story.journal("close").size() == 1);
}

TEST_CASE("several namespaces may be joined by one POST", "[core]") {
    WorldStory story(with_custom);
    const auto query = "EIO=4&transport=polling&sid=" + story.open_polling("alice");
    story.post(query, "40\x1e"
                      "40/custom,");
    CHECK(story.journal("connect").size() == 2);
    story.post(query, R"(42["hello"])"
                      "\x1e"
                      R"(42/custom,["hello"])");
    CHECK(story.journal("receive").size() == 2);
}

TEST_CASE("a namespace with a query is another one to protocol 5", "[core]") {
    WorldStory story(with_custom);
    const auto channel = story.join("alice");
    CHECK(story.frame(channel, "40/custom?x=1,") ==
          WireLines{R"(frame 1: 44/custom?x=1,{"message":"Invalid namespace"})"});
}
