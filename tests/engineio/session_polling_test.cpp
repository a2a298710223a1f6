#include "support/catch.hpp"
#include "support/session_story.hpp"

namespace chatmock::engineio {

namespace {

SessionStory polling_session() {
    SessionStory story;
    story.open_polling(1);
    return story;
}

} // namespace

TEST_CASE("A polling handshake is answered with the open packet", "[engineio]") {
    SessionStory story;
    const auto output = story.open_polling(1);
    CHECK(transcript(output) ==
          Transcript{R"(answer 1: 200 0{"sid":"SID","upgrades":["websocket"],"pingInterval":25000,)"
                     R"("pingTimeout":20000,"maxPayload":1000000})"});
    CHECK(story.session().transport() == Transport::polling);
    CHECK(story.session().is_open());
}

TEST_CASE("The answer to a poll is uncached UTF-8 text", "[engineio]") {
    const auto output = SessionStory().open_polling(1);
    const auto& response = std::get<Respond>(output.effects.at(0)).response;
    CHECK(response.content_type == "text/plain; charset=UTF-8");
    CHECK(response.headers == Headers{{"Cache-Control", "no-store"}});
}

TEST_CASE("A poll waits until there is something to say", "[engineio]") {
    auto story = polling_session();
    CHECK(transcript(story.poll(2)).empty());
    CHECK(transcript(story.send("a")) == Transcript{"answer 2: 200 4a"});
}

TEST_CASE("What was sent while no poll waited leaves in the next poll, all at once and in order",
          "[engineio]") {
    auto story = polling_session();
    for (const auto* message : {"a", "b", "c"}) CHECK(transcript(story.send(message)).empty());
    CHECK(transcript(story.poll(2)) == Transcript{"answer 2: 200 4a|4b|4c"});
    CHECK(transcript(story.poll(3)).empty());
}

TEST_CASE("Of a burst a waiting poll carries the first, the next poll the rest", "[engineio]") {
    auto story = polling_session();
    story.poll(2);
    CHECK(transcript(story.send("a")) == Transcript{"answer 2: 200 4a"});
    story.send("b");
    story.send("c");
    CHECK(transcript(story.poll(3)) == Transcript{"answer 3: 200 4b|4c"});
}

TEST_CASE("Receipts come back with the poll that carries their packets", "[engineio]") {
    auto story = polling_session();
    story.send("a", 11);
    story.send("b");
    story.send("c", 12);
    const auto output = story.poll(2);
    CHECK(std::get<Respond>(output.effects.at(0)).receipts == std::vector<Receipt>{11, 12});
}

TEST_CASE("Bytes count as queued until a poll carries them", "[engineio]") {
    auto story = polling_session();
    story.send("abc");
    story.send("d");
    CHECK(story.session().queued_bytes() == 6);
    story.poll(2);
    CHECK(story.session().queued_bytes() == 0);
}

TEST_CASE("A POST is answered ok, and its messages are handed up in order", "[engineio]") {
    auto story = polling_session();
    const auto output = story.post(2, "4a\x1e"
                                      "bAQI=\x1e"
                                      "4b");
    CHECK(transcript(output) == Transcript{"answer 2: 200 ok"});
    REQUIRE(output.messages.size() == 3);
    CHECK(output.messages[0].data == "a");
    CHECK(output.messages[1].binary);
    CHECK(output.messages[1].data == "\x01\x02");
    CHECK(output.messages[2].data == "b");
}

TEST_CASE("A POST does not disturb the poll that waits", "[engineio]") {
    auto story = polling_session();
    story.poll(2);
    CHECK(transcript(story.post(3, "4a")) == Transcript{"answer 3: 200 ok"});
    CHECK(transcript(story.send("b")) == Transcript{"answer 2: 200 4b"});
}

TEST_CASE("Packets that a client has no business to send are ignored", "[engineio]") {
    auto story = polling_session();
    const auto output = story.post(2, "0{}\x1e"
                                      "5\x1e"
                                      "6\x1e"
                                      "3");
    CHECK(transcript(output) == Transcript{"answer 2: 200 ok"});
    CHECK(output.violations.empty());
    CHECK(output.messages.empty());
    CHECK(story.session().state() == SessionState::polling);
}

TEST_CASE("A second poll while one waits ends the session, and both are answered", "[engineio]") {
    auto story = polling_session();
    story.poll(2);
    const auto output = story.poll(3);
    CHECK(transcript(output) == Transcript{"answer 3: 400", "answer 2: 200 1"});
    CHECK(output.closed_as == close_reason::transport_error);
    CHECK(output.violations.size() == 1);
    CHECK(story.session().state() == SessionState::closed);
}

TEST_CASE("A poll that its client abandons ends the session", "[engineio]") {
    auto story = polling_session();
    story.poll(2);
    const auto output = story.abandon(2);
    CHECK(transcript(output).empty());
    CHECK(output.closed_as == close_reason::transport_error);
    CHECK(output.violations.empty());
}

TEST_CASE("The end of a connection whose poll was answered means nothing", "[engineio]") {
    auto story = polling_session();
    story.poll(2);
    story.send("a");
    CHECK(story.abandon(2).closed_as.empty());
    CHECK(story.session().is_open());
}

TEST_CASE("A POST body that is no payload ends the session, once it was answered", "[engineio]") {
    for (const auto* body : {"", "abc", "7", "4a\x1e"}) {
        auto story = polling_session();
        story.poll(2);
        const auto output = story.post(3, body);
        CHECK(transcript(output) == Transcript{"answer 3: 200 ok", "answer 2: 200 1"});
        CHECK(output.closed_as == close_reason::parse_error);
        CHECK(output.violations.size() == 1);
        CHECK(output.messages.empty());
    }
}

TEST_CASE("A ping from the client ends the session", "[engineio]") {
    auto story = polling_session();
    const auto output = story.post(2, "2\x1e"
                                      "4late");
    CHECK(output.closed_as == close_reason::transport_error);
    CHECK(output.violations.size() == 1);
    CHECK(output.messages.empty());
}

TEST_CASE("A POST over the limit is refused, and the session lives", "[engineio]") {
    auto story = polling_session();
    HttpRequest request;
    request.exchange = 2;
    request.body_too_large = true;
    const auto output = story.post(request);
    CHECK(transcript(output) == Transcript{"answer 2: 413"});
    CHECK(output.violations.size() == 1);
    CHECK(output.closed_as.empty());
    CHECK(transcript(story.post(3, "4a")) == Transcript{"answer 3: 200 ok"});
}

TEST_CASE("A binary POST body ends the session", "[engineio]") {
    auto story = polling_session();
    HttpRequest request;
    request.exchange = 2;
    request.content_type = "application/octet-stream";
    const auto output = story.post(request);
    CHECK(transcript(output) == Transcript{"answer 2: 400"});
    CHECK(output.closed_as == close_reason::transport_error);
}

} // namespace chatmock::engineio
