// Mute sessions: silent ones, which have ended, and half-open ones, which still receive.
#include "support/catch.hpp"
#include "support/session_story.hpp"

namespace chatmock::engineio {

namespace {

const Timings quick{Milliseconds{300}, Milliseconds{200}, Milliseconds{10000}, 1000000};
constexpr Milliseconds bound{300 + 200 + 30000};

SessionStory polling_session(Protocol protocol = Protocol::v4) {
    SessionStory story(protocol, quick);
    story.open_polling(1);
    return story;
}

SessionStory websocket_session(Protocol protocol = Protocol::v4) {
    SessionStory story(protocol, quick);
    story.open_websocket(1);
    return story;
}

} // namespace

TEST_CASE("A session that falls silent ends at once, and its client is not informed", "[engineio][mute]") {
    auto story = websocket_session();
    const auto output = story.fall_silent();
    CHECK(transcript(output).empty());
    CHECK(output.closed_as == close_reason::ping_timeout);
    CHECK_FALSE(story.session().is_open());
    CHECK(transcript(story.send("late")).empty());
    CHECK(story.frame(1, "4late").messages.empty());
    CHECK(transcript(story.wait(bound - Milliseconds{1})).empty());
}

TEST_CASE("A silent session is forgotten when its client goes", "[engineio][mute]") {
    SECTION("by WebSocket") {
        auto story = websocket_session();
        story.fall_silent();
        CHECK(transcript(story.lose(1)).empty());
        CHECK(story.session().state() == SessionState::closed);
    }
    SECTION("from its poll") {
        auto story = polling_session();
        story.poll(2);
        story.fall_silent();
        story.post(3, "4a");
        CHECK(transcript(story.abandon(2)) == WireLines{"drop 3"});
        CHECK(story.session().state() == SessionState::closed);
    }
    SECTION("and says so") {
        auto story = polling_session(Protocol::v3);
        story.poll(2);
        story.fall_silent();
        CHECK(transcript(story.post(3, "1:1")) == WireLines{"drop 2", "drop 3"});
        CHECK(story.session().state() == SessionState::closed);
    }
}

TEST_CASE("A silent session takes requests and never answers them", "[engineio][mute]") {
    auto story = polling_session();
    story.poll(2);
    story.fall_silent();
    CHECK(transcript(story.post(3, "4a")).empty());
    CHECK(transcript(story.poll(4)) == WireLines{"drop 2"}); // one of each kind is kept
    CHECK(transcript(story.post(5, "3")) == WireLines{"drop 3"});
    CHECK(transcript(story.attach(1)) == WireLines{"drop 1"});
    CHECK(transcript(story.wait(bound)) == WireLines{"drop 4", "drop 5"});
    CHECK(story.session().state() == SessionState::closed);
}

TEST_CASE("A body that was on its way when silence fell is not answered either", "[engineio][mute]") {
    auto story = polling_session();
    story.begin_post(2);
    story.fall_silent();
    CHECK(transcript(story.post(2, "4a")).empty());
    CHECK(transcript(story.close()) == WireLines{"drop 2"});
}

TEST_CASE("Silence ends the session's waits", "[engineio][mute]") {
    auto story = polling_session();
    story.attach(1);
    story.wait(Milliseconds{300});
    CHECK(story.session().queued_bytes() == 1); // a ping
    story.fall_silent();
    CHECK(story.session().queued_bytes() == 0);
    CHECK_FALSE(story.session().awaits_pong());
    CHECK(story.session().has_nothing_queued());
    CHECK(story.session().timer() == "close_timeout");
    CHECK(transcript(story.wait(bound)) == WireLines{"drop 1"});
}

TEST_CASE("A half-open session hears its client and writes nothing", "[engineio][mute]") {
    auto story = websocket_session();
    story.become_half_open();
    CHECK(story.session().is_open());
    CHECK(transcript(story.send("lost", 11)).empty());
    CHECK(story.frame(1, "4a").messages.at(0).data == "a");
    CHECK(transcript(story.wait(bound - Milliseconds{1})).empty()); // no ping is sent
    CHECK_FALSE(story.session().awaits_pong());
    const auto end = story.wait(Milliseconds{1});
    CHECK(transcript(end) == WireLines{"drop 1"});
    CHECK(end.closed_as == close_reason::ping_timeout);
}

TEST_CASE("A half-open session that polls hears POSTs without an answer", "[engineio][mute]") {
    auto story = polling_session();
    story.poll(2);
    story.become_half_open();
    const auto output = story.post(3, "4a");
    CHECK(output.messages.at(0).data == "a");
    CHECK(transcript(output).empty());
    CHECK(transcript(story.send("lost")).empty());
    CHECK(story.session().queued_bytes() == 0);
    CHECK(story.session().has_nothing_queued());
    CHECK(transcript(story.post(4, "1")) == WireLines{"drop 3", "drop 2", "drop 4"});
    CHECK(story.session().state() == SessionState::closed);
}

TEST_CASE("A half-open session leaves the pings of protocol 3 unanswered", "[engineio][mute]") {
    auto story = websocket_session(Protocol::v3);
    story.become_half_open();
    const auto output = story.frame(1, "2");
    CHECK(transcript(output).empty());
    CHECK(output.violations.empty());
    CHECK(story.session().is_open());
}

TEST_CASE("A half-open session does not answer a probe", "[engineio][mute]") {
    auto story = polling_session();
    story.poll(2);
    story.attach(1);
    story.become_half_open();
    CHECK(transcript(story.frame(1, "2probe")).empty());
    CHECK(transcript(story.wait(bound - Milliseconds{1})).empty()); // nor is the upgrade's timeout reported
    CHECK(story.session().is_open());
}

TEST_CASE("A half-open session reports no violation to its client", "[engineio][mute]") {
    auto story = websocket_session();
    story.become_half_open();
    const auto output = story.frame(1, "abc");
    CHECK(transcript(output) == WireLines{"drop 1"});
    CHECK(output.closed_as == close_reason::parse_error);
}

TEST_CASE("A half-open session may be closed, and fall silent", "[engineio][mute]") {
    auto story = polling_session();
    story.poll(2);
    story.become_half_open();
    SECTION("it is closed without a word") {
        CHECK(transcript(story.close()) == WireLines{"drop 2"});
        CHECK(story.session().state() == SessionState::closed);
    }
    SECTION("it falls silent") {
        CHECK(story.fall_silent().closed_as == close_reason::ping_timeout);
        CHECK(story.session().state() == SessionState::silent);
    }
}

} // namespace chatmock::engineio
