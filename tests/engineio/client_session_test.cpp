#include "support/client_story.hpp"

namespace chatmock::engineio {

namespace {

// The first request of the output, or the one for a WebSocket.
http::Request request_in(const ClientOutput& output) {
    for (const auto& effect : output.effects) {
        if (const auto* request = std::get_if<http::Request>(&effect)) return *request;
        if (const auto* open = std::get_if<OpenChannel>(&effect)) return open->request;
    }
    FAIL("expected a request");
    return {};
}

} // namespace

TEST_CASE("A client requests a session, with its own query besides Engine.IO's", "[engineio]") {
    ClientSettings settings;
    settings.path = "/chat/";
    settings.query = {{"jwt_token", "alice"}, {"EIO", "9"}};
    const auto polling = request_in(ClientStory(settings).open());
    CHECK(polling.method == "GET");
    CHECK(http::target_of(polling) == "/chat/?EIO=4&jwt_token=alice&transport=polling");

    settings.transports = Transports::websocket;
    settings.protocol = Protocol::v3;
    const auto output = ClientStory(settings).open();
    CHECK(transcript(output) == WireLines{"open 1"});
    CHECK(http::target_of(request_in(output)) == "/chat/?EIO=3&jwt_token=alice&transport=websocket");
}

TEST_CASE("A client that polls is open with the handshake, and polls on", "[engineio]") {
    ClientStory story(Transports::polling);
    CHECK(transcript(story.open()) == WireLines{"get 1"});
    CHECK(story.session().sid().empty());
    const auto output =
        story.answer(1, R"(0{"sid":"SID","upgrades":[],"pingInterval":300,"pingTimeout":200})");
    CHECK(output.opened);
    CHECK(transcript(output) == WireLines{"get 2"});
    CHECK(http::target_of(request_in(output)) == "/socket.io/?EIO=4&sid=SID&transport=polling");
    CHECK(story.session().sid() == "SID");
    CHECK(story.session().timings().ping_interval == Milliseconds{300});
    CHECK(story.session().state() == ClientState::polling);
}

TEST_CASE("Packets after the handshake in the same payload are read", "[engineio]") {
    ClientStory story(Transports::polling);
    story.open();
    const auto output = story.answer(1, std::string(ClientStory::handshake) + "|4a|2");
    CHECK(messages_of(output) == WireLines{"a"});
    CHECK(transcript(output) == WireLines{"post 2: 3", "get 3"});
}

TEST_CASE("A client by WebSocket is open with the handshake", "[engineio]") {
    ClientStory story(Transports::websocket);
    story.open();
    CHECK(transcript(story.accept(1)).empty());
    const auto output = story.frame(1, ClientStory::handshake);
    CHECK(output.opened);
    CHECK(transcript(output).empty());
    CHECK(story.session().state() == ClientState::websocket);
    CHECK(messages_of(story.frame(1, "4a")) == WireLines{"a"});
    CHECK(messages_of(story.frame(1, {true, "\x01"})) == WireLines{"<01>"});
}

TEST_CASE("A server that answers with anything but a handshake is not understood", "[engineio]") {
    for (const auto* body :
         {"", "4a", "0", "0{}", R"(0{"sid":""})", R"(0{"sid":7})", "2", "<html>", "96:0{}"}) {
        CAPTURE(body);
        ClientStory polling(Transports::polling);
        polling.open();
        const auto polled = polling.answer(1, body);
        CHECK(end_of(polled) == close_reason::parse_error);
        CHECK_FALSE(polled.opened);
        CHECK(transcript(polled).empty());

        ClientStory websocket(Transports::websocket);
        websocket.open();
        CHECK(end_of(websocket.frame(1, body)) == close_reason::parse_error);
    }
}

TEST_CASE("A handshake's answer without a packet is an error", "[engineio]") {
    const http::Response empty_stream{200, "application/octet-stream", "", {}};
    const http::Response empty_text{200, "text/plain", "0:", {}};
    for (const auto& response : {empty_stream, empty_text}) {
        ClientStory story(Transports::polling, Protocol::v3);
        story.open();
        CHECK(end_of(story.answer(1, response)) == close_reason::parse_error);
    }
}

TEST_CASE("A client that is turned away has the answer that did it", "[engineio]") {
    const http::Response refusal{403, "application/json", R"({"code":4,"message":"no"})", {}};
    ClientStory polling(Transports::upgrade);
    polling.open();
    const auto polled = polling.answer(1, refusal);
    CHECK(end_of(polled) == close_reason::transport_error);
    REQUIRE(polled.end->answer);
    CHECK(polled.end->answer->body == refusal.body);
    CHECK(polled.end->detail == "got HTTP status 403");

    ClientStory websocket(Transports::websocket);
    websocket.open();
    const auto refused = websocket.refuse(1, refusal);
    CHECK(end_of(refused) == close_reason::transport_error);
    CHECK(refused.end->answer);
    CHECK(transcript(refused).empty());
    CHECK(websocket.session().state() == ClientState::closed);
}

TEST_CASE("A service that cannot be reached ends it", "[engineio]") {
    ClientStory polling(Transports::polling);
    polling.open();
    const auto failed = polling.fail(1);
    CHECK(end_of(failed) == close_reason::transport_error);
    CHECK(failed.end->detail == "unreachable");
    CHECK_FALSE(failed.end->answer);

    ClientStory websocket(Transports::websocket);
    websocket.open();
    const auto lost = websocket.lose(1);
    CHECK(end_of(lost) == close_reason::transport_error);
    CHECK(lost.end->detail == "cut");
}

TEST_CASE("Each answer to a poll is followed by the next poll", "[engineio]") {
    auto story = polling_client();
    const auto output = story.answer(2, "4a|6|bAQ==|4b");
    CHECK(messages_of(output) == WireLines{"a", "<01>", "b"});
    CHECK(transcript(output) == WireLines{"get 3"});
    CHECK(transcript(story.answer(2, "4again")).empty());
}

TEST_CASE("In protocol 3 a poll's answer is text or an octet stream", "[engineio]") {
    auto story = polling_client(Protocol::v3);
    CHECK(messages_of(story.answer(2, "2:4a2:4b")) == WireLines{"a", "b"});
    const http::Response stream{200, "application/octet-stream", std::string("\x01\x02\xff\x04\x07", 5), {}};
    CHECK(messages_of(story.answer(3, stream)) == WireLines{"<07>"});
}

TEST_CASE("In protocol 4 an answer is text whatever its type says", "[engineio]") {
    auto story = polling_client();
    CHECK(messages_of(story.answer(2, {200, "application/octet-stream", "4a", {}})) == WireLines{"a"});
}

TEST_CASE("A packet is sent in a POST; later ones together in the next one", "[engineio]") {
    auto story = polling_client();
    const auto first = story.send("a");
    CHECK(transcript(first) == WireLines{"post 3: 4a"});
    CHECK(request_in(first).content_type == "text/plain;charset=UTF-8");
    CHECK(http::target_of(request_in(first)) == "/socket.io/?EIO=4&sid=SID&transport=polling");
    CHECK(transcript(story.send("b")).empty());
    CHECK(transcript(story.send("c")).empty());
    CHECK(transcript(story.answer(2, "6")) == WireLines{"get 4"});
    CHECK(transcript(story.answer(3, "ok")) == WireLines{"post 5: 4b|4c"});
    CHECK(transcript(story.answer(5, "ok")).empty());
    CHECK(transcript(story.send("d")) == WireLines{"post 6: 4d"});
}

TEST_CASE("The body of a POST's answer is not a packet", "[engineio]") {
    auto story = polling_client();
    story.send("a");
    const auto output = story.answer(3, "4b");
    CHECK(output.messages.empty());
    CHECK_FALSE(output.end);
}

TEST_CASE("In protocol 3 a POST states its packets' lengths", "[engineio]") {
    auto story = polling_client(Protocol::v3);
    CHECK(transcript(story.send("\xc3\xa4")) == WireLines{"post 3: 2:4\xc3\xa4"});
}

TEST_CASE("A packet before the handshake waits for it", "[engineio]") {
    ClientStory story(Transports::polling);
    story.open();
    CHECK(transcript(story.send("early")).empty());
    CHECK(transcript(story.answer(1, ClientStory::handshake)) == WireLines{"get 2", "post 3: 4early"});
}

TEST_CASE("A packet before a WebSocket's handshake waits for it", "[engineio]") {
    ClientStory story(Transports::websocket);
    story.open();
    CHECK(transcript(story.send("early")).empty());
    CHECK(transcript(story.frame(1, ClientStory::handshake)) == WireLines{"frame 1: 4early"});
}

TEST_CASE("A request that is refused or fails in the session ends it, and the other one is dropped",
          "[engineio]") {
    auto story = polling_client();
    story.send("a");
    SECTION("a POST") {
        const auto output = story.answer(3, {400, "application/json", R"({"code":1})", {}});
        CHECK(end_of(output) == close_reason::transport_error);
        CHECK(transcript(output) == WireLines{"drop 2"});
    }
    SECTION("a poll") {
        const auto output = story.answer(2, {500, "text/html", "no", {}});
        CHECK(end_of(output) == close_reason::transport_error);
        CHECK(transcript(output) == WireLines{"drop 3"});
    }
    SECTION("a POST without an answer") { CHECK(transcript(story.fail(3)) == WireLines{"drop 2"}); }
    SECTION("a poll without an answer") { CHECK(transcript(story.fail(2)) == WireLines{"drop 3"}); }
    CHECK(story.session().state() == ClientState::closed);
    CHECK_FALSE(story.session().deadline());
    CHECK(transcript(story.send("b")).empty());
}

TEST_CASE("A payload that breaks off is heard as far as it goes, and ends the session", "[engineio]") {
    auto story = polling_client();
    const auto output = story.answer(2, "4a|x");
    CHECK(messages_of(output) == WireLines{"a"});
    CHECK(end_of(output) == close_reason::parse_error);
    CHECK(transcript(output).empty());
}

TEST_CASE("A server's frame that is not a packet ends the session", "[engineio]") {
    for (const auto* text : {"", "x", "4\xff", "7"}) {
        CAPTURE(text);
        auto story = websocket_client();
        const auto output = story.frame(1, text);
        CHECK(end_of(output) == close_reason::parse_error);
        CHECK(transcript(output) == WireLines{"close 1"});
    }
}

TEST_CASE("A server's close ends the session, and nothing behind it is heard", "[engineio]") {
    auto polling = polling_client();
    const auto polled = polling.answer(2, "4a|1|4b|2");
    CHECK(messages_of(polled) == WireLines{"a"});
    CHECK(end_of(polled) == close_reason::transport_close);
    CHECK(transcript(polled).empty());

    auto websocket = websocket_client();
    CHECK(transcript(websocket.frame(1, "1")) == WireLines{"close 1"});
    CHECK(messages_of(websocket.frame(1, "4late")).empty());
}

TEST_CASE("A WebSocket that is lost ends the session", "[engineio]") {
    auto story = websocket_client();
    const auto output = story.lose(1);
    CHECK(end_of(output) == close_reason::transport_close);
    CHECK(output.end->detail == "cut");
    CHECK(transcript(output).empty());
    CHECK_FALSE(story.lose(1).end);
}

TEST_CASE("Packets that mean nothing to a client are passed over", "[engineio]") {
    auto story = websocket_client();
    for (const auto* text : {"0{}", "3", "5", "6", "3probe"}) {
        CAPTURE(text);
        const auto output = story.frame(1, text);
        CHECK(transcript(output).empty());
        CHECK(output.messages.empty());
        CHECK_FALSE(output.end);
    }
}

TEST_CASE("A session that has ended hears and says no more", "[engineio]") {
    auto story = polling_client();
    story.send("a");
    const auto aborted = story.abort();
    CHECK(end_of(aborted) == close_reason::parse_error);
    CHECK(aborted.end->detail == "odd");
    CHECK(transcript(aborted) == WireLines{"drop 2", "drop 3"});
    for (const auto& output : {story.abort(), story.answer(2, "4a"), story.answer(3, "ok"), story.fail(2),
                               story.send("b"), story.close(), story.accept(1), story.frame(1, "4a"),
                               story.lose(1), story.refuse(1, {}), story.wait(std::chrono::hours(1))}) {
        CHECK(transcript(output).empty());
        CHECK(output.messages.empty());
        CHECK_FALSE(output.end);
    }
}

TEST_CASE("Answers to unknown exchanges are ignored", "[engineio]") {
    auto story = polling_client();
    story.send("a");
    for (const auto& output : {story.answer(9, "4a"), story.answer(1, "4a"), story.fail(9), story.accept(9),
                               story.frame(9, "4a"), story.lose(9), story.refuse(9, {})}) {
        CHECK(transcript(output).empty());
        CHECK(output.messages.empty());
        CHECK_FALSE(output.end);
    }
    CHECK(story.session().state() == ClientState::polling);
    CHECK(transcript(story.send("b")).empty()); // the POST is still on its way
}

} // namespace chatmock::engineio
