#include "support/catch.hpp"
#include "support/session_story.hpp"

namespace chatmock::engineio {

namespace {

// A ping every 300 ms, a pong within 200 ms.
const Timings timings{Milliseconds{300}, Milliseconds{200}, Milliseconds{1000}, 1000};

SessionStory websocket_session(Protocol protocol = Protocol::v4) {
    SessionStory story(protocol, timings);
    story.open_websocket(1);
    return story;
}

SessionStory polling_session(Protocol protocol = Protocol::v4) {
    SessionStory story(protocol, timings);
    story.open_polling(1);
    return story;
}

const WireLines nothing;
const WireLines ping{"frame 1: 2"};

} // namespace

TEST_CASE("The first ping is sent an interval after the session opened", "[engineio]") {
    auto story = websocket_session();
    CHECK(transcript(story.wait(Milliseconds{299})) == nothing);
    CHECK(transcript(story.wait(Milliseconds{1})) == ping);
}

TEST_CASE("The next ping is sent an interval after the pong", "[engineio]") {
    auto story = websocket_session();
    story.wait(Milliseconds{300});
    story.wait(Milliseconds{150});
    story.frame(1, "3");
    CHECK(transcript(story.wait(Milliseconds{299})) == nothing);
    CHECK(transcript(story.wait(Milliseconds{1})) == ping);
}

TEST_CASE("No pong in time ends the session", "[engineio]") {
    auto story = websocket_session();
    story.wait(Milliseconds{300});
    CHECK(transcript(story.wait(Milliseconds{199})) == nothing);
    const auto output = story.wait(Milliseconds{1});
    CHECK(transcript(output) == WireLines{"close 1"});
    CHECK(output.closed_as == close_reason::ping_timeout);
    CHECK(output.violations.empty());
    CHECK_FALSE(story.session().deadline());
}

TEST_CASE("Another packet while a pong is due restarts the wait, once", "[engineio]") {
    auto story = websocket_session();
    story.wait(Milliseconds{300});
    story.wait(Milliseconds{50});
    story.frame(1, "4a");
    story.wait(Milliseconds{100});
    story.frame(1, "4b");
    CHECK(transcript(story.wait(Milliseconds{99})) == nothing);
    CHECK(transcript(story.wait(Milliseconds{1})) == WireLines{"close 1"});
}

TEST_CASE("A pong makes room for another restart", "[engineio]") {
    auto story = websocket_session();
    for (int round = 0; round < 3; ++round) {
        CHECK(transcript(story.wait(Milliseconds{300})) == ping);
        story.wait(Milliseconds{150});
        story.frame(1, "4a");
        CHECK(transcript(story.wait(Milliseconds{150})) == nothing);
        story.frame(1, "3");
    }
    CHECK(story.session().is_open());
}

TEST_CASE("An unexpected pong changes nothing", "[engineio]") {
    auto story = websocket_session();
    story.wait(Milliseconds{200});
    CHECK(transcript(story.frame(1, "3")) == nothing);
    CHECK(transcript(story.wait(Milliseconds{100})) == ping);
}

TEST_CASE("A ping answers the poll that waits", "[engineio]") {
    auto story = polling_session();
    story.poll(2);
    CHECK(transcript(story.wait(Milliseconds{300})) == WireLines{"answer 2: 200 2"});
    story.post(3, "3");
    story.poll(4);
    CHECK(transcript(story.wait(Milliseconds{300})) == WireLines{"answer 4: 200 2"});
}

TEST_CASE("A ping waits in the queue for a poll, and the pong is due all the same", "[engineio]") {
    auto story = polling_session();
    CHECK(transcript(story.wait(Milliseconds{300})) == nothing);
    CHECK(transcript(story.poll(2)) == WireLines{"answer 2: 200 2"});
    story.poll(3);
    const auto output = story.wait(Milliseconds{200});
    CHECK(transcript(output) == WireLines{"answer 3: 200 1"});
    CHECK(output.closed_as == close_reason::ping_timeout);
}

TEST_CASE("The heartbeat goes on over an upgrade", "[engineio]") {
    auto story = polling_session();
    story.wait(Milliseconds{200});
    story.attach(1);
    story.frame(1, "5");
    CHECK(transcript(story.wait(Milliseconds{100})) == ping);
    story.frame(1, "3");
    CHECK(transcript(story.wait(Milliseconds{300})) == ping);
}

TEST_CASE("In protocol 3 the server never pings, and silence is the end", "[engineio]") {
    auto story = websocket_session(Protocol::v3);
    CHECK(transcript(story.wait(Milliseconds{499})) == nothing);
    const auto output = story.wait(Milliseconds{1});
    CHECK(transcript(output) == WireLines{"close 1"});
    CHECK(output.closed_as == close_reason::ping_timeout);
    CHECK_FALSE(story.session().deadline());
}

TEST_CASE("In protocol 3 a ping is answered without its data, and puts off the end", "[engineio]") {
    auto story = websocket_session(Protocol::v3);
    for (const auto* packet : {"2", "2hello", "2probe"}) {
        story.wait(Milliseconds{499});
        CHECK(transcript(story.frame(1, packet)) == WireLines{"frame 1: 3"});
    }
    CHECK(transcript(story.wait(Milliseconds{499})) == nothing);
    CHECK(story.wait(Milliseconds{1}).closed_as == close_reason::ping_timeout);
}

TEST_CASE("In protocol 3 nothing but a ping puts off the end", "[engineio]") {
    auto story = websocket_session(Protocol::v3);
    story.wait(Milliseconds{400});
    for (const auto* packet : {"4a", "0", "5", "6"}) story.frame(1, packet);
    CHECK(story.wait(Milliseconds{100}).closed_as == close_reason::ping_timeout);
}

TEST_CASE("In protocol 3 a ping that was posted is answered by the poll that waits", "[engineio]") {
    auto story = polling_session(Protocol::v3);
    story.poll(2);
    CHECK(transcript(story.post(3, "7:2hello!")) == WireLines{"answer 3: 200 ok", "answer 2: 200 1:3"});
    CHECK(transcript(story.post(4, "1:2")) == WireLines{"answer 4: 200 ok"});
    CHECK(transcript(story.poll(5)) == WireLines{"answer 5: 200 1:3"});
}

TEST_CASE("In protocol 3 silence answers the poll that waits", "[engineio]") {
    auto story = polling_session(Protocol::v3);
    story.poll(2);
    CHECK(transcript(story.wait(Milliseconds{500})) == WireLines{"answer 2: 200 1:1"});
}

TEST_CASE("In protocol 3 a pong from the client ends the session", "[engineio]") {
    auto story = websocket_session(Protocol::v3);
    const auto output = story.frame(1, "3");
    CHECK(transcript(output) == WireLines{"close 1"});
    CHECK(output.closed_as == close_reason::transport_error);
    CHECK(output.violations.size() == 1);
}

TEST_CASE("In protocol 3 an upgrade puts off the end, and the heartbeat goes on over it", "[engineio]") {
    auto story = polling_session(Protocol::v3);
    story.wait(Milliseconds{400});
    story.attach(1);
    story.frame(1, "2probe");
    story.frame(1, "5");
    CHECK(transcript(story.wait(Milliseconds{499})) == nothing);
    CHECK(story.wait(Milliseconds{1}).closed_as == close_reason::ping_timeout);
}

TEST_CASE("A probe is not a heartbeat", "[engineio]") {
    auto story = polling_session(Protocol::v3);
    story.wait(Milliseconds{400});
    story.attach(1);
    story.frame(1, "2probe");
    CHECK(story.wait(Milliseconds{100}).closed_as == close_reason::ping_timeout);
}

TEST_CASE("An upgrade restarts the wait for a pong", "[engineio]") {
    auto story = polling_session();
    story.wait(Milliseconds{450});
    story.attach(1);
    story.frame(1, "5");
    CHECK(story.wait(Milliseconds{199}).closed_as.empty());
    CHECK(story.wait(Milliseconds{1}).closed_as == close_reason::ping_timeout);
}

} // namespace chatmock::engineio
