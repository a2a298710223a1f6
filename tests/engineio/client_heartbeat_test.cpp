#include "support/client_story.hpp"

namespace chatmock::engineio {

namespace {

constexpr Milliseconds interval{25000};
constexpr Milliseconds timeout{20000};
constexpr Milliseconds instant{1};

} // namespace

TEST_CASE("In protocol 4 a client answers the server's pings", "[engineio]") {
    CHECK(transcript(websocket_client().frame(1, "2")) == WireLines{"frame 1: 3"});
    CHECK(transcript(upgraded_client().frame(2, "2")) == WireLines{"frame 2: 3"});
    CHECK(transcript(polling_client().answer(2, "2")) == WireLines{"post 3: 3", "get 4"});
}

TEST_CASE("In protocol 4 a server that does not ping is given up", "[engineio]") {
    auto story = websocket_client();
    CHECK_FALSE(story.wait(interval + timeout - instant).end);
    CHECK(transcript(story.frame(1, "2")) == WireLines{"frame 1: 3"});
    CHECK_FALSE(story.wait(interval + timeout - instant).end);
    CHECK(messages_of(story.frame(1, "4a")) == WireLines{"a"}); // not a ping: the deadline stays
    const auto output = story.wait(instant);
    CHECK(end_of(output) == close_reason::ping_timeout);
    CHECK(transcript(output) == WireLines{"close 1"});
    CHECK_FALSE(story.session().deadline());
}

TEST_CASE("In protocol 3 a client pings, and gives a server up that does not answer", "[engineio]") {
    auto story = websocket_client(Protocol::v3);
    CHECK(transcript(story.wait(interval - instant)).empty());
    CHECK(transcript(story.wait(instant)) == WireLines{"frame 1: 2"});
    story.frame(1, "3");
    CHECK(transcript(story.wait(interval)) == WireLines{"frame 1: 2"});
    CHECK_FALSE(story.wait(timeout - instant).end);
    CHECK(end_of(story.wait(instant)) == close_reason::ping_timeout);
}

TEST_CASE("In protocol 3 a client that polls posts its pings", "[engineio]") {
    auto story = polling_client(Protocol::v3);
    CHECK(transcript(story.wait(interval)) == WireLines{"post 3: 1:2"});
    CHECK(transcript(story.answer(2, "1:3")) == WireLines{"get 4"});
    CHECK(transcript(story.answer(3, "ok")).empty());
    CHECK(transcript(story.wait(interval)) == WireLines{"post 5: 1:2"});
    CHECK(transcript(story.wait(timeout)) == WireLines{"drop 4", "drop 5"});
}

TEST_CASE("A client waits for nothing before the handshake", "[engineio]") {
    ClientStory story(Transports::polling);
    story.open();
    CHECK_FALSE(story.session().deadline());
}

TEST_CASE("The server's own times count", "[engineio]") {
    ClientStory story(Transports::websocket);
    story.open();
    story.frame(1, R"(0{"sid":"SID","pingInterval":300,"pingTimeout":200})");
    CHECK_FALSE(story.wait(Milliseconds{499}).end);
    CHECK(end_of(story.wait(Milliseconds{1})) == close_reason::ping_timeout);
}

TEST_CASE("A server that pings and takes no answer is given up before the answers pile up", "[engineio]") {
    auto story = polling_client();
    http::ExchangeId poll = 2;
    story.answer(poll, "2"); // exchange 3 is a POST without an answer
    poll = 4;
    std::string pings = "2";
    for (std::size_t i = 1; i < ClientSession::queued_max; ++i) pings += "|2";
    const auto full = story.answer(poll, pings);
    CHECK(transcript(full) == WireLines{"get 5"});
    const auto output = story.answer(5, "2");
    CHECK(end_of(output) == close_reason::transport_error);
    CHECK(transcript(output) == WireLines{"drop 3"});
}

TEST_CASE("The data of a ping is not sent back", "[engineio]") {
    CHECK(transcript(websocket_client().frame(1, "2whatever")) == WireLines{"frame 1: 3"});
}

} // namespace chatmock::engineio
