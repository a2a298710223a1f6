#include "support/catch.hpp"
#include "support/session_story.hpp"

namespace chatmock::engineio {

namespace {

// Polling, with WebSocket 1 just opened.
SessionStory probing_session(Protocol protocol = Protocol::v4) {
    SessionStory story(protocol);
    story.open_polling(1);
    story.attach(1);
    return story;
}

} // namespace

TEST_CASE("A WebSocket that attaches is accepted, and hears nothing", "[engineio]") {
    SessionStory story;
    story.open_polling(1);
    CHECK(transcript(story.attach(1)) == WireLines{"accept 1"});
    CHECK(story.session().transport() == Transport::polling);
}

TEST_CASE("A probe is answered, and the waiting poll is released", "[engineio]") {
    auto story = probing_session();
    story.poll(2);
    CHECK(transcript(story.frame(1, "2probe")) == WireLines{"frame 1: 3probe", "answer 2: 200 6"});
}

TEST_CASE("A poll after the probe is released at once", "[engineio]") {
    auto story = probing_session();
    story.frame(1, "2probe");
    CHECK(transcript(story.poll(2)) == WireLines{"answer 2: 200 6"});
}

TEST_CASE("A poll after the probe carries the queued packets", "[engineio]") {
    auto story = probing_session();
    story.frame(1, "2probe");
    story.send("a");
    CHECK(transcript(story.poll(2)) == WireLines{"answer 2: 200 4a"});
}

TEST_CASE("Until the upgrade polling stays the transport", "[engineio]") {
    auto story = probing_session();
    story.poll(2);
    CHECK(transcript(story.send("a")) == WireLines{"answer 2: 200 4a"});
    story.frame(1, "2probe");
    CHECK(transcript(story.send("b")).empty());
    const auto output = story.post(3, "4up");
    CHECK(transcript(output) == WireLines{"answer 3: 200 ok"});
    CHECK(output.messages.size() == 1);
}

TEST_CASE("Queued packets are sent by WebSocket right after the upgrade", "[engineio]") {
    auto story = probing_session();
    story.frame(1, "2probe");
    story.send("a", 11);
    story.send("b");
    const auto output = story.frame(1, "5");
    CHECK(transcript(output) == WireLines{"frame 1: 4a", "frame 1: 4b"});
    CHECK(std::get<SendFrame>(output.effects.at(0)).receipt == 11);
    CHECK(output.upgraded);
    CHECK(story.session().queued_bytes() == 0);
}

TEST_CASE("After the upgrade the WebSocket is the transport", "[engineio]") {
    auto story = probing_session();
    story.frame(1, "2probe");
    CHECK(story.frame(1, "5").upgraded);
    CHECK(story.session().transport() == Transport::websocket);
    CHECK(transcript(story.send("a")) == WireLines{"frame 1: 4a"});
    CHECK(story.frame(1, "4b").messages.size() == 1);
    CHECK(transcript(story.poll(2)) == WireLines{R"(answer 2: 400 {"code":3,"message":"Bad request"})"});
}

TEST_CASE("A POST on its way at the upgrade does not affect the WebSocket", "[engineio]") {
    auto story = probing_session();
    story.begin_post(2);
    story.frame(1, "5");
    CHECK(transcript(story.post(3, "4a")) ==
          WireLines{R"(answer 3: 400 {"code":3,"message":"Bad request"})"});
    CHECK(transcript(story.abandon(2)).empty());
    CHECK(story.session().state() == SessionState::websocket);
}

TEST_CASE("An upgrade without a probe is accepted, and the waiting poll learns that its transport is closed",
          "[engineio]") {
    auto story = probing_session();
    story.poll(2);
    const auto output = story.frame(1, "5");
    CHECK(transcript(output) == WireLines{"answer 2: 200 1"});
    CHECK(output.upgraded);
}

TEST_CASE("A WebSocket that speaks anything else before the upgrade is closed, the session lives",
          "[engineio]") {
    for (const auto* text : {"2", "4a", "3", "abc", "", "1"}) {
        CAPTURE(text);
        auto story = probing_session();
        const auto output = story.frame(1, text);
        CHECK(transcript(output) == WireLines{"close 1"});
        CHECK(output.violations.size() == 1);
        CHECK(output.messages.empty());
        CHECK(story.session().state() == SessionState::polling);
    }
}

TEST_CASE("A WebSocket that speaks binary before the upgrade is closed", "[engineio]") {
    auto story = probing_session();
    CHECK(transcript(story.binary_frame(1, "2probe")) == WireLines{"close 1"});
    story = probing_session(Protocol::v3);
    CHECK(transcript(story.binary_frame(1, "\x02probe")) == WireLines{"close 1"});
}

TEST_CASE("A WebSocket that drops after the probe costs nothing", "[engineio]") {
    auto story = probing_session();
    story.frame(1, "2probe");
    story.send("a");
    CHECK(transcript(story.lose(1)).empty());
    CHECK(transcript(story.poll(2)) == WireLines{"answer 2: 200 4a"});
    CHECK(transcript(story.poll(3)).empty());
    CHECK(transcript(story.attach(2)) == WireLines{"accept 2"});
}

TEST_CASE("An upgrade that takes too long costs the WebSocket, not the session", "[engineio]") {
    auto story = probing_session();
    story.frame(1, "2probe");
    CHECK(transcript(story.wait(Milliseconds{9999})).empty());
    CHECK(transcript(story.wait(Milliseconds{1})) == WireLines{"close 1"});
    CHECK(story.session().state() == SessionState::polling);
    story.send("a");
    CHECK(transcript(story.poll(2)) == WireLines{"answer 2: 200 4a"});
}

TEST_CASE("A completed upgrade is no longer timed", "[engineio]") {
    auto story = probing_session();
    story.frame(1, "5");
    CHECK(transcript(story.wait(Milliseconds{20000})).empty());
}

TEST_CASE("A client whose probe is dropped continues to poll", "[engineio]") {
    struct : Interference {
        bool drops(std::string_view, ControlPacket packet) override { return packet == ControlPacket::probe; }
    } hole;
    SessionSettings settings;
    settings.interference = &hole;
    SessionStory story(settings);
    story.open_polling(1);
    story.attach(1);
    CHECK(transcript(story.frame(1, "2probe")).empty());
    CHECK(transcript(story.poll(2)).empty()); // it waits, and gets no second noop
    CHECK_FALSE(story.session().is_upgrading());
    CHECK(transcript(story.close()) == WireLines{"answer 2: 200 1", "close 1"});
}

TEST_CASE("A second WebSocket during the upgrade is closed, the first goes on", "[engineio]") {
    auto story = probing_session();
    CHECK(transcript(story.attach(2)) == WireLines{"accept 2", "close 2"});
    CHECK(transcript(story.frame(2, "2probe")).empty());
    CHECK(transcript(story.frame(1, "2probe")) == WireLines{"frame 1: 3probe"});
}

TEST_CASE("A session that ends during the upgrade closes its WebSocket", "[engineio]") {
    SECTION("because a poll was abandoned") {
        auto story = probing_session();
        story.poll(2);
        CHECK(transcript(story.abandon(2)) == WireLines{"close 1"});
    }
    SECTION("because the server closes") {
        auto story = probing_session();
        CHECK(transcript(story.close()) == WireLines{"close 1"});
    }
    SECTION("because the client closes") {
        auto story = probing_session();
        CHECK(transcript(story.post(2, "1")) == WireLines{"answer 2: 200 ok", "close 1"});
    }
}

TEST_CASE("In protocol 3 the upgrade goes the same way", "[engineio]") {
    auto story = probing_session(Protocol::v3);
    story.poll(2);
    CHECK(transcript(story.frame(1, "2probe")) == WireLines{"frame 1: 3probe", "answer 2: 200 1:6"});
    CHECK(transcript(story.poll(3)) == WireLines{"answer 3: 200 1:6"});
    story.send("a");
    story.send_bytes("\x01");
    CHECK(transcript(story.frame(1, "5")) == WireLines{"frame 1: 4a", "frame 1: <04 01>"});
    CHECK(transcript(story.frame(1, "2")) == WireLines{"frame 1: 3"});
}

TEST_CASE("In protocol 3 an upgrade without a probe closes the transport of the poll that waits",
          "[engineio]") {
    auto story = probing_session(Protocol::v3);
    story.poll(2);
    CHECK(transcript(story.frame(1, "5")) == WireLines{"answer 2: 200 1:1"});
}

TEST_CASE("The WebSocket's own request says how binary leaves on it", "[engineio]") {
    for (const auto& [handshake, request, frame] :
         {std::tuple{"b64=1", "", "frame 1: <04 01>"}, std::tuple{"", "b64=1", "frame 1: b4AQ=="}}) {
        SessionStory story(Protocol::v3);
        story.open_polling(1, handshake);
        story.attach(1, request);
        story.frame(1, "5");
        CHECK(transcript(story.send_bytes("\x01")) == WireLines{frame});
    }
}

TEST_CASE("A second WebSocket does not change how binary leaves on the first", "[engineio]") {
    auto story = probing_session();
    story.attach(2, "b64=1");
    story.frame(1, "5");
    CHECK(transcript(story.send_bytes("\x01")) == WireLines{"frame 1: <01>"});
}

} // namespace chatmock::engineio
