// Sessions whose connections are reset.
#include "support/catch.hpp"
#include "support/session_story.hpp"

namespace chatmock::engineio {

TEST_CASE("A session that is dropped says nothing, and is gone at once", "[engineio][drop]") {
    SessionStory story;
    SECTION("with a poll that waits") {
        story.open_polling(1);
        story.poll(2);
        CHECK(transcript(story.drop()) == WireLines{"drop 2"});
    }
    SECTION("with a POST on its way and a WebSocket that probes") {
        story.open_polling(1);
        story.begin_post(2);
        story.attach(3);
        CHECK(transcript(story.drop()) == WireLines{"drop 2", "drop 3"});
    }
    SECTION("with a WebSocket") {
        story.open_websocket(1);
        const auto output = story.drop();
        CHECK(transcript(output) == WireLines{"drop 1"});
        CHECK(output.closed_as == close_reason::restart);
    }
    SECTION("with nothing") {
        story.open_polling(1);
        story.send("never taken");
        CHECK(transcript(story.drop()).empty());
        CHECK(story.session().queued_bytes() == 0);
    }
    CHECK(story.session().state() == SessionState::closed);
}

TEST_CASE("A session that fails breaks its WebSocket, and drops its other connections", "[engineio][drop]") {
    SessionStory story;
    SECTION("a WebSocket") {
        story.open_websocket(1);
        CHECK(transcript(story.fail()) == WireLines{"break 1"});
    }
    SECTION("a poll, and a WebSocket that is not the transport yet") {
        story.open_polling(1);
        story.poll(2);
        story.attach(3);
        CHECK(transcript(story.fail()) == WireLines{"drop 2", "break 3"});
    }
    CHECK(story.session().state() == SessionState::closed);
}

TEST_CASE("Half a packet leaves, and then nothing", "[engineio][drop]") {
    SessionStory story;
    SECTION("by WebSocket") {
        story.open_websocket(1);
        CHECK(transcript(story.tear("a")) == WireLines{"torn frame 1: 4a"});
    }
    SECTION("with the poll that waits") {
        story.open_polling(1);
        story.poll(2);
        CHECK(transcript(story.tear("a")) == WireLines{"torn answer 2: 200 4a"});
    }
    SECTION("with the next poll, after the queued packets") {
        story.open_polling(1);
        story.send("a", 11);
        const auto torn = story.tear("b");
        CHECK(transcript(torn).empty());
        CHECK(torn.closed_as == close_reason::transport_error);
        const auto polled = story.poll(2);
        CHECK(transcript(polled) == WireLines{"torn answer 2: 200 4a|4b"});
        CHECK(std::get<Respond>(polled.effects.at(0)).receipts.empty()); // none of it was delivered
    }
    SECTION("without a poll, as none arrives") {
        story.open_polling(1);
        story.tear("a");
        story.wait(Milliseconds{30000});
    }
    SECTION("or not even half where nothing is written any more") {
        story.open_websocket(1);
        story.become_half_open();
        CHECK(transcript(story.tear("a")) == WireLines{"drop 1"});
    }
    CHECK(story.session().state() == SessionState::closed);
}

} // namespace chatmock::engineio
