#include "support/client_story.hpp"

namespace chatmock::engineio {

TEST_CASE("A client that polls says goodbye by a POST, and ends when it was heard", "[engineio]") {
    auto story = polling_client();
    const auto closed = story.close();
    CHECK(transcript(closed) == WireLines{"post 3: 1"});
    CHECK_FALSE(closed.end);
    CHECK(story.session().state() == ClientState::closing);
    const auto output = story.answer(3, "ok");
    CHECK(end_of(output) == close_reason::client_disconnect);
    CHECK(transcript(output) == WireLines{"drop 2"});
}

TEST_CASE("A close packet follows all queued packets", "[engineio]") {
    auto story = polling_client();
    story.send("a");
    story.send("b");
    CHECK(transcript(story.close()).empty());
    CHECK(transcript(story.answer(3, "ok")) == WireLines{"post 4: 4b|1"});
    CHECK(end_of(story.answer(4, "ok")) == close_reason::client_disconnect);
}

TEST_CASE("A client that closes hears no more, and sends no more", "[engineio]") {
    auto story = polling_client();
    story.close();
    const auto output = story.answer(2, "4a|2|1");
    CHECK(output.messages.empty());
    CHECK(transcript(output).empty());
    CHECK_FALSE(output.end);
    CHECK(transcript(story.send("b")).empty());
    CHECK(transcript(story.answer(3, "ok")).empty());
    CHECK(story.session().state() == ClientState::closed);
}

TEST_CASE("A client that closes twice ends at once", "[engineio]") {
    auto story = polling_client();
    story.close();
    const auto output = story.close();
    CHECK(end_of(output) == close_reason::client_disconnect);
    CHECK(transcript(output) == WireLines{"drop 2", "drop 3"});
}

TEST_CASE("A goodbye that the server does not take is the end, too", "[engineio]") {
    auto refused = polling_client();
    refused.close();
    CHECK(end_of(refused.answer(3, {400, "application/json", "{}", {}})) == close_reason::transport_error);
    auto silent = polling_client();
    silent.close();
    CHECK(end_of(silent.wait(std::chrono::minutes(1))) == close_reason::ping_timeout);
}

TEST_CASE("A client by WebSocket closes it", "[engineio]") {
    for (auto& story : std::vector<ClientStory>{websocket_client(), websocket_client(Protocol::v3)}) {
        const auto output = story.close();
        CHECK(transcript(output) == WireLines{"close 1"});
        CHECK(end_of(output) == close_reason::client_disconnect);
    }
    CHECK(transcript(upgraded_client().close()) == WireLines{"close 2"});
}

TEST_CASE("A client that closes before the handshake just goes", "[engineio]") {
    ClientStory polling(Transports::polling);
    polling.open();
    CHECK(transcript(polling.close()) == WireLines{"drop 1"});
    ClientStory websocket(Transports::websocket);
    websocket.open();
    const auto output = websocket.close();
    CHECK(transcript(output) == WireLines{"close 1"});
    CHECK(end_of(output) == close_reason::client_disconnect);
}

TEST_CASE("A client that closes during the upgrade gives the WebSocket up, and says so by polling",
          "[engineio]") {
    for (const bool is_answered : {false, true}) {
        auto story = is_answered ? pausing_client() : probing_client();
        CHECK(transcript(story.close()) == WireLines{"close 2", "post 4: 1"});
        CHECK(transcript(story.frame(2, "3probe")).empty());
        const auto output = story.answer(4, "ok");
        CHECK(end_of(output) == close_reason::client_disconnect);
        CHECK(transcript(output) == WireLines{"drop 3"});
    }
}

} // namespace chatmock::engineio
