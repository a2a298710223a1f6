#include "support/catch.hpp"
#include "support/session_story.hpp"

namespace chatmock::engineio {

namespace {

SessionStory polling_session() {
    SessionStory story;
    story.open_polling(1);
    return story;
}

// Closed by the server while no poll waits.
SessionStory draining_session() {
    auto story = polling_session();
    story.close();
    return story;
}

} // namespace

TEST_CASE("The server's close on a WebSocket is a Close frame and no packet", "[engineio]") {
    SessionStory story;
    story.open_websocket(1);
    const auto output = story.close();
    CHECK(transcript(output) == WireLines{"close 1"});
    CHECK(output.closed_as == close_reason::forced_close);
}

TEST_CASE("The server's close answers the poll that waits", "[engineio]") {
    auto story = polling_session();
    story.poll(2);
    const auto output = story.close();
    CHECK(transcript(output) == WireLines{"answer 2: 200 1"});
    CHECK(output.closed_as == close_reason::forced_close);
    CHECK(story.session().state() == SessionState::closed);
}

TEST_CASE("Without a waiting poll, the server's close waits for the next one", "[engineio]") {
    auto story = polling_session();
    const auto output = story.close();
    CHECK(transcript(output).empty());
    CHECK(output.closed_as == close_reason::forced_close);
    CHECK_FALSE(story.session().is_open());
    CHECK(transcript(story.poll(2)) == WireLines{"answer 2: 200 6|1"});
    CHECK(story.session().state() == SessionState::closed);
}

TEST_CASE("Queued packets reach the client before the close", "[engineio]") {
    auto story = polling_session();
    story.send("a", 11);
    story.close();
    const auto output = story.poll(2);
    CHECK(transcript(output) == WireLines{"answer 2: 200 4a"});
    CHECK(std::get<Respond>(output.effects.at(0)).receipts == std::vector<Receipt>{11});
    CHECK(transcript(story.poll(3)) == WireLines{"answer 3: 200 6|1"});
    CHECK(story.session().state() == SessionState::closed);
}

TEST_CASE("A close that no poll asks for is over after half a minute", "[engineio]") {
    auto story = draining_session();
    story.wait(Milliseconds{29999});
    CHECK(story.session().state() == SessionState::draining);
    const auto output = story.wait(Milliseconds{1});
    CHECK(story.session().state() == SessionState::closed);
    CHECK(output.closed_as.empty());
    CHECK(transcript(output).empty());
}

TEST_CASE("A session ends once: closing it again says nothing", "[engineio]") {
    auto story = draining_session();
    const auto output = story.close();
    CHECK(transcript(output).empty());
    CHECK(output.closed_as.empty());
}

TEST_CASE("A closing session answers a POST but hears nothing", "[engineio]") {
    auto story = draining_session();
    const auto output = story.post(2, "4a");
    CHECK(transcript(output) == WireLines{"answer 2: 200 ok"});
    CHECK(output.messages.empty());
    CHECK(output.closed_as.empty());
}

TEST_CASE("A closing session pings no more", "[engineio]") {
    auto story = draining_session();
    story.wait(Milliseconds{25000});
    CHECK(transcript(story.poll(2)) == WireLines{"answer 2: 200 6|1"});
}

TEST_CASE("A closing session sends nothing more", "[engineio]") {
    auto story = draining_session();
    story.send("late");
    CHECK(transcript(story.poll(2)) == WireLines{"answer 2: 200 6|1"});
}

TEST_CASE("The client's close packet releases the poll that waits", "[engineio]") {
    auto story = polling_session();
    story.poll(2);
    const auto output = story.post(3, "1");
    CHECK(transcript(output) == WireLines{"answer 3: 200 ok", "answer 2: 200 6"});
    CHECK(output.closed_as == close_reason::transport_close);
    CHECK(output.violations.empty());
    CHECK(story.session().state() == SessionState::closed);
}

TEST_CASE("Packets after the client's close packet are ignored", "[engineio]") {
    auto story = polling_session();
    const auto output = story.post(2, "4a\x1e"
                                      "1\x1e"
                                      "4b");
    REQUIRE(output.messages.size() == 1);
    CHECK(output.messages[0].data == "a");
}

TEST_CASE("A closed session has no deadline and holds no bytes", "[engineio]") {
    auto story = polling_session();
    story.send("a");
    story.post(2, "1");
    CHECK_FALSE(story.session().deadline());
    CHECK(story.session().queued_bytes() == 0);
}

TEST_CASE("In protocol 3 the ends of a polling session are the same", "[engineio]") {
    SessionStory story(Protocol::v3);
    story.open_polling(1);
    story.poll(2);
    SECTION("the server closes while a poll waits") {
        CHECK(transcript(story.close()) == WireLines{"answer 2: 200 1:1"});
    }
    SECTION("the server closes while none does") {
        story.send("a");
        story.send("b");
        story.close();
        CHECK(transcript(story.poll(3)) == WireLines{"answer 3: 200 2:4b"});
        CHECK(transcript(story.poll(4)) == WireLines{"answer 4: 200 1:61:1"});
    }
    SECTION("the client closes") {
        CHECK(transcript(story.post(3, "1:1")) == WireLines{"answer 3: 200 ok", "answer 2: 200 1:6"});
    }
    CHECK(story.session().state() == SessionState::closed);
}

} // namespace chatmock::engineio
