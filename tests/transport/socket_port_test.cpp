// Whole connections of the socket port in memory: what a client gets for its bytes, however they come,
// however it reads, and however it leaves.
#include "support/cut.hpp"
#include "support/socket_story.hpp"

#include "support/catch.hpp"

namespace chatmock::transport {

namespace {

core::Inject injection(std::size_t repeat = 1, core::Await await = core::Await::queued) {
    core::Inject inject;
    inject.event = "NewMessage";
    inject.repeat = repeat;
    inject.await = await;
    return inject;
}

bool begins(const std::string& text, std::string_view with) {
    return text.compare(0, with.size(), with) == 0;
}

std::size_t count_of(const std::string& text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

// A session by WebSocket, from its handshake to the client's Close frame.
std::string play(const Cut& cut) {
    SocketStory story;
    const auto client = story.connect();
    const auto close = std::string("\x88\x80", 2) + std::string(4, '\0');
    std::string all;
    for (const auto& bytes :
         {SocketStory::handshake("alice"), SocketStory::frame("40"), SocketStory::frame("41"), close}) {
        for (const auto piece : cut(bytes)) all += story.send(*client, piece);
        story.pass(SocketStory::first_frame_delay);
        all += client->take_out();
    }
    CHECK(client->was_shut_down);
    CHECK(story.connections() == 0);
    return all;
}

} // namespace

TEST_CASE("a WebSocket's session does not depend on how its bytes are cut", "[transport]") {
    const auto whole_session = play(whole);
    CHECK(begins(whole_session, "HTTP/1.1 101 "));
    CHECK(count_of(whole_session, "40{\"sid\":") == 1);
    CHECK(play(byte_by_byte) == whole_session);
    for (std::size_t at = 1; at < SocketStory::handshake("alice").size(); ++at) {
        CAPTURE(at);
        CHECK(play(cut_at(at)) == whole_session);
    }
}

TEST_CASE("frames wait until the handshake's answer has had a moment, or the client sends", "[transport]") {
    SocketStory story;
    const auto client = story.connect();
    const auto answer = story.send(*client, SocketStory::handshake("alice"));
    CHECK(answer.substr(answer.size() - 4) == "\r\n\r\n");
    story.pass(SocketStory::first_frame_delay - Milliseconds(1));
    CHECK(client->take_out().empty());
    story.pass(Milliseconds(1));
    CHECK(begins(client->take_out().substr(2), "0{\"sid\":"));

    const auto hasty = story.connect();
    const auto both = story.send(*hasty, SocketStory::handshake("alice") + SocketStory::frame("40"));
    CHECK(both.find("40{\"sid\":") != std::string::npos);
}

TEST_CASE("a broadcast is one send to each client with an empty queue", "[transport]") {
    SocketStory story;
    const auto alice = story.join("alice");
    const auto bob = story.join("bob");
    alice->sends = bob->sends = 0;
    story.call(injection(3));
    CHECK(count_of(alice->out, "[\"NewMessage\"") == 3);
    CHECK(alice->out == bob->out);
    CHECK(alice->sends == 1);
    CHECK(bob->sends == 1);
}

TEST_CASE("no frame is kept once all clients have it", "[transport]") {
    SocketStory story;
    const auto alice = story.join("alice");
    story.call(injection());
    alice->take_out();
    CHECK(story.unsent_bytes() == 0);
}

TEST_CASE("a torn write continues where it stopped, and its receipt waits for the last byte", "[transport]") {
    SocketStory whole_story;
    const auto quick = whole_story.join("alice");
    whole_story.call(injection(2, core::Await::written));
    CHECK(whole_story.written().size() == 1);

    SocketStory story;
    const auto client = story.join("alice");
    client->room = 0;
    story.call(injection(2, core::Await::written));
    while (client->out.size() < quick->out.size()) {
        CHECK(story.written().empty());
        const auto before = client->out.size();
        client->room = 1;
        story.settle();
        REQUIRE(client->out.size() == before + 1);
    }
    CHECK(client->out == quick->out);
    CHECK(story.written().size() == 1);
}

TEST_CASE("a client's reset ends its session at once, while it is idle and while it is written to",
          "[transport]") {
    for (const bool is_slow : {false, true}) {
        CAPTURE(is_slow);
        SocketStory story;
        const auto client = story.join("alice");
        if (is_slow) client->room = 5;
        story.call(injection());
        CHECK(story.connections() == 1);
        client->has_reset = true;
        story.settle();
        CHECK(story.connections() == 0);
        CHECK(client->was_closed);
    }
}

TEST_CASE("a client that never reads is ended when its queue is full", "[transport]") {
    SocketStory story;
    const auto client = story.join("alice");
    const auto other = story.join("bob");
    client->room = 0;
    auto inject = injection(31);
    inject.data = Json{{"text", std::string(1024 * 1024, 'x')}};
    inject.enforce_contract = false;
    story.call(inject);
    story.call(inject);
    CHECK_FALSE(client->was_closed);
    story.call(inject);
    CHECK(client->was_closed);
    CHECK_FALSE(other->was_closed);
    CHECK(story.connections() == 1);
}

TEST_CASE("each way in which the mock ends a connection shows on the line", "[transport]") {
    struct Way {
        policy::DisconnectAs as;
        bool resets;
        bool shuts_down;
    };
    for (const auto& way : {Way{policy::DisconnectAs::transport_close, false, true},
                            Way{policy::DisconnectAs::restart, true, false},
                            Way{policy::DisconnectAs::server_disconnect, false, false}}) {
        SocketStory story;
        const auto client = story.join("alice");
        core::Disconnect disconnect;
        disconnect.as = way.as;
        story.call(disconnect);
        CAPTURE(static_cast<int>(way.as));
        CHECK(client->was_reset == way.resets);
        CHECK(client->was_shut_down == way.shuts_down);
    }
}

TEST_CASE("a client has a limited time to close after the mock has", "[transport]") {
    SocketStory story;
    const auto client = story.connect();
    story.send(*client, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(client->was_shut_down);
    story.pass(std::chrono::seconds(74));
    CHECK_FALSE(client->was_closed);
    story.pass(std::chrono::seconds(2));
    CHECK(client->was_closed);

    const auto polite = story.connect();
    story.send(*polite, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    polite->has_finished = true;
    story.settle();
    CHECK(polite->was_closed);
    CHECK_FALSE(polite->was_reset);
}

TEST_CASE("a long poll whose client has left is given up", "[transport]") {
    SocketStory story;
    const auto client = story.connect();
    const auto opened = story.send(*client, SocketStory::get("EIO=4&transport=polling&jwt_token=alice"));
    const auto sid = opened.substr(opened.find("sid\":\"") + 6, 20);
    story.send(*client, SocketStory::get("EIO=4&transport=polling&sid=" + sid));
    client->has_finished = true;
    story.settle();
    CHECK(client->was_closed);
    CHECK(client->out.empty());
}

TEST_CASE("requests that do not end, and idle connections, are ended in time", "[transport]") {
    SocketStory story;
    const auto amid_head = story.connect();
    const auto amid_body = story.connect();
    const auto idle = story.connect();
    story.send(*amid_head, "GET /socket.io/ HTTP/1.1\r\nHo");
    story.send(*amid_body, "POST /socket.io/ HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
    for (int i = 0; i < 12; ++i) story.pass(std::chrono::seconds(5));
    CHECK(amid_head->out.empty());
    for (int i = 0; i < 2; ++i) story.pass(std::chrono::seconds(5));
    CHECK(begins(amid_head->take_out(), "HTTP/1.1 408 "));
    CHECK(amid_head->was_shut_down);
    CHECK(amid_body->was_shut_down);
    CHECK_FALSE(idle->was_closed);
    for (int i = 0; i < 4; ++i) story.pass(std::chrono::seconds(5));
    CHECK(idle->was_closed);
}

TEST_CASE("bytes of another protocol are logged, and the connection ends", "[transport]") {
    SocketStory story;
    const auto client = story.connect();
    story.send(*client, std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11));
    CHECK(story.server().refusal().find("TLS") != std::string::npos);
    CHECK(client->was_shut_down);
}

TEST_CASE("a message that is too large is a violation", "[transport]") {
    SocketStory story;
    const auto client = story.join("alice");
    std::string head("\x81\xfe\x7f\xff", 4);
    story.send(*client, head + std::string(4, '\0') + std::string(2000, 'x'));
    CHECK(client->was_shut_down);
    CHECK(story.connections() == 0);
    CHECK(story.transcript().find("the WebSocket protocol was broken") != std::string::npos);
}

} // namespace chatmock::transport
