#include "support/catch.hpp"
#include "support/session_story.hpp"

namespace chatmock::engineio {

namespace {

SessionStory websocket_session() {
    SessionStory story;
    story.open_websocket(1);
    return story;
}

} // namespace

TEST_CASE("A WebSocket handshake is completed, and the open packet is its first frame", "[engineio]") {
    SessionStory story;
    CHECK(transcript(story.open_websocket(1)) ==
          WireLines{"accept 1", R"(frame 1: 0{"sid":"SID","upgrades":[],"pingInterval":25000,)"
                                R"("pingTimeout":20000,"maxPayload":1000000})"});
    CHECK(story.session().transport() == Transport::websocket);
}

TEST_CASE("A message leaves on the WebSocket at once, with its receipt", "[engineio]") {
    auto story = websocket_session();
    const auto output = story.send("a", 11);
    CHECK(transcript(output) == WireLines{"frame 1: 4a"});
    CHECK(std::get<SendFrame>(output.effects.at(0)).receipt == 11);
    CHECK(story.session().queued_bytes() == 0);
}

TEST_CASE("A message on the WebSocket is passed on", "[engineio]") {
    auto story = websocket_session();
    const auto output = story.frame(1, "4a");
    REQUIRE(output.messages.size() == 1);
    CHECK(output.messages[0].data == "a");
    CHECK(transcript(output).empty());
}

TEST_CASE("Binary arrives as a binary frame or as base64 text", "[engineio]") {
    auto story = websocket_session();
    for (const auto& output : {story.binary_frame(1, "\x01\x02"), story.frame(1, "bAQI=")}) {
        REQUIRE(output.messages.size() == 1);
        CHECK(output.messages[0].binary);
        CHECK(output.messages[0].data == "\x01\x02");
    }
}

TEST_CASE("A frame that is not a packet ends the session", "[engineio]") {
    for (const auto* text : {"", "abc", "7"}) {
        auto story = websocket_session();
        const auto output = story.frame(1, text);
        CHECK(transcript(output) == WireLines{"close 1"});
        CHECK(output.closed_as == close_reason::parse_error);
        CHECK(output.violations.size() == 1);
    }
}

TEST_CASE("A close packet from the client closes the WebSocket at once", "[engineio]") {
    auto story = websocket_session();
    const auto output = story.frame(1, "1");
    CHECK(transcript(output) == WireLines{"close 1"});
    CHECK(output.closed_as == close_reason::transport_close);
    CHECK(output.violations.empty());
}

TEST_CASE("A ping on an established WebSocket ends the session", "[engineio]") {
    auto story = websocket_session();
    const auto output = story.frame(1, "2probe");
    CHECK(transcript(output) == WireLines{"close 1"});
    CHECK(output.violations.size() == 1);
}

TEST_CASE("A lost WebSocket ends the session", "[engineio]") {
    auto story = websocket_session();
    const auto output = story.lose(1);
    CHECK(transcript(output).empty());
    CHECK(output.closed_as == close_reason::transport_close);
    CHECK(story.session().state() == SessionState::closed);
}

TEST_CASE("A poll or a POST is a bad request while a WebSocket is the transport", "[engineio]") {
    auto story = websocket_session();
    CHECK(transcript(story.poll(2)) == WireLines{R"(answer 2: 400 {"code":3,"message":"Bad request"})"});
    CHECK(transcript(story.post(3, "4a")) ==
          WireLines{R"(answer 3: 400 {"code":3,"message":"Bad request"})"});
    CHECK(story.session().is_open());
}

TEST_CASE("A second WebSocket for a session that has one is closed, and harms nothing", "[engineio]") {
    auto story = websocket_session();
    const auto output = story.attach(2);
    CHECK(transcript(output) == WireLines{"accept 2", "close 2"});
    CHECK(output.violations.size() == 1);
    CHECK(story.frame(2, "abc").effects.empty());
    CHECK(story.lose(2).closed_as.empty());
    CHECK(transcript(story.send("a")) == WireLines{"frame 1: 4a"});
}

TEST_CASE("Binary leaves on the WebSocket as its protocol has it", "[engineio]") {
    for (const auto& [protocol, query, frame] : {std::tuple{Protocol::v4, "", "frame 1: <01 02 03 04>"},
                                                 std::tuple{Protocol::v4, "b64=1", "frame 1: bAQIDBA=="},
                                                 std::tuple{Protocol::v3, "", "frame 1: <04 01 02 03 04>"},
                                                 std::tuple{Protocol::v3, "b64=1", "frame 1: b4AQIDBA=="}}) {
        SessionStory story(protocol);
        story.open_websocket(1, query);
        CHECK(transcript(story.send("a")) == WireLines{"frame 1: 4a"});
        CHECK(transcript(story.send_bytes("\x01\x02\x03\x04")) == WireLines{frame});
    }
}

TEST_CASE("In protocol 3 binary arrives with its type, or as base64 text", "[engineio]") {
    SessionStory story(Protocol::v3);
    story.open_websocket(1);
    for (const auto& output : {story.binary_frame(1, "\x04\x01\x02"), story.frame(1, "b4AQI=")}) {
        REQUIRE(output.messages.size() == 1);
        CHECK(output.messages[0].binary);
        CHECK(output.messages[0].data == "\x01\x02");
    }
}

TEST_CASE("JSON leaves on a WebSocket as it is", "[engineio]") {
    SessionStory story(Protocol::v3);
    story.open_websocket(1);
    CHECK(transcript(story.send(share_json_message("2[\"\u20ac\"]"))) ==
          WireLines{"frame 1: 42[\"\u20ac\"]"});
}

TEST_CASE("Packets that a client has no business to send are ignored on a WebSocket, too", "[engineio]") {
    for (const auto protocol : {Protocol::v3, Protocol::v4}) {
        SessionStory story(protocol);
        story.open_websocket(1);
        for (const auto* packet : {"0{}", "5", "6"}) {
            const auto output = story.frame(1, packet);
            CHECK(transcript(output).empty());
            CHECK(output.violations.empty());
        }
    }
}

} // namespace chatmock::engineio
