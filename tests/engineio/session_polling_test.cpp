#include "support/catch.hpp"
#include "support/session_story.hpp"

namespace chatmock::engineio {

namespace {

SessionStory polling_session(Protocol protocol = Protocol::v4, std::string_view query = "") {
    SessionStory story(protocol);
    story.open_polling(1, query);
    return story;
}

} // namespace

TEST_CASE("A polling handshake is answered with the open packet", "[engineio]") {
    SessionStory story;
    const auto output = story.open_polling(1);
    CHECK(transcript(output) ==
          WireLines{R"(answer 1: 200 0{"sid":"SID","upgrades":["websocket"],"pingInterval":25000,)"
                    R"("pingTimeout":20000,"maxPayload":1000000})"});
    CHECK(story.session().transport() == Transport::polling);
    CHECK(story.session().is_open());
}

TEST_CASE("The answer to a poll is uncached UTF-8 text", "[engineio]") {
    const auto output = SessionStory().open_polling(1);
    const auto& response = std::get<Respond>(output.effects.at(0)).response;
    CHECK(response.content_type == "text/plain; charset=UTF-8");
    CHECK(response.headers == http::Headers{{"Cache-Control", "no-store"}});
}

TEST_CASE("A poll waits until there is something to say", "[engineio]") {
    auto story = polling_session();
    CHECK(transcript(story.poll(2)).empty());
    CHECK(transcript(story.send("a")) == WireLines{"answer 2: 200 4a"});
}

TEST_CASE("Packets that were sent without a waiting poll leave together and in order with the next poll",
          "[engineio]") {
    auto story = polling_session();
    for (const auto* message : {"a", "b", "c"}) CHECK(transcript(story.send(message)).empty());
    CHECK(transcript(story.poll(2)) == WireLines{"answer 2: 200 4a|4b|4c"});
    CHECK(transcript(story.poll(3)).empty());
}

TEST_CASE("Of a burst a waiting poll carries the first, the next poll the rest", "[engineio]") {
    auto story = polling_session();
    story.poll(2);
    CHECK(transcript(story.send("a")) == WireLines{"answer 2: 200 4a"});
    story.send("b");
    story.send("c");
    CHECK(transcript(story.poll(3)) == WireLines{"answer 3: 200 4b|4c"});
}

TEST_CASE("Receipts are returned with the poll that carries their packets", "[engineio]") {
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
    CHECK(transcript(output) == WireLines{"answer 2: 200 ok"});
    REQUIRE(output.messages.size() == 3);
    CHECK(output.messages[0].data == "a");
    CHECK(output.messages[1].binary);
    CHECK(output.messages[1].data == "\x01\x02");
    CHECK(output.messages[2].data == "b");
}

TEST_CASE("A POST does not disturb the poll that waits", "[engineio]") {
    auto story = polling_session();
    story.poll(2);
    CHECK(transcript(story.post(3, "4a")) == WireLines{"answer 3: 200 ok"});
    CHECK(transcript(story.send("b")) == WireLines{"answer 2: 200 4b"});
}

TEST_CASE("Packets that a client has no business to send are ignored", "[engineio]") {
    auto story = polling_session();
    const auto output = story.post(2, "0{}\x1e"
                                      "5\x1e"
                                      "6\x1e"
                                      "3");
    CHECK(transcript(output) == WireLines{"answer 2: 200 ok"});
    CHECK(output.violations.empty());
    CHECK(output.messages.empty());
    CHECK(story.session().state() == SessionState::polling);
}

TEST_CASE("A second poll while one waits ends the session, and both are answered", "[engineio]") {
    auto story = polling_session();
    story.poll(2);
    const auto output = story.poll(3);
    CHECK(transcript(output) == WireLines{"answer 3: 400", "answer 2: 200 1"});
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

TEST_CASE("The end of a connection whose poll was answered has no effect", "[engineio]") {
    auto story = polling_session();
    story.poll(2);
    story.send("a");
    CHECK(story.abandon(2).closed_as.empty());
    CHECK(story.session().is_open());
}

TEST_CASE("A POST body that is not a payload ends the session, after its answer", "[engineio]") {
    for (const auto* body : {"", "abc", "7", "4a\x1e"}) {
        auto story = polling_session();
        story.poll(2);
        const auto output = story.post(3, body);
        CHECK(transcript(output) == WireLines{"answer 3: 200 ok", "answer 2: 200 1"});
        CHECK(output.closed_as == close_reason::parse_error);
        CHECK(output.violations.size() == 1);
    }
}

TEST_CASE("The packets before the first bad one of a POST count", "[engineio]") {
    for (const auto& [protocol, body] : {std::pair{Protocol::v4, "4a\x1e"
                                                                 "7\x1e"
                                                                 "4b"},
                                         std::pair{Protocol::v3, "2:4a1:72:4b"}}) {
        auto story = polling_session(protocol);
        const auto output = story.post(2, body);
        REQUIRE(output.messages.size() == 1);
        CHECK(output.messages[0].data == "a");
        CHECK(output.closed_as == close_reason::parse_error);
    }
}

TEST_CASE("A bad packet after the end of a session is ignored", "[engineio]") {
    auto story = polling_session();
    const auto output = story.post(2, "1\x1e"
                                      "7");
    CHECK(output.closed_as == close_reason::transport_close);
    CHECK(output.violations.empty());
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
    http::Request request;
    request.exchange = 2;
    request.body_too_large = true;
    const auto output = story.post(request);
    CHECK(transcript(output) == WireLines{"answer 2: 413"});
    CHECK(output.violations.size() == 1);
    CHECK(output.closed_as.empty());
    CHECK(transcript(story.post(3, "4a")) == WireLines{"answer 3: 200 ok"});
}

TEST_CASE("A binary POST body ends the session", "[engineio]") {
    auto story = polling_session();
    http::Request request;
    request.exchange = 2;
    request.content_type = "application/octet-stream";
    const auto output = story.post(request);
    CHECK(transcript(output) == WireLines{"answer 2: 400"});
    CHECK(output.closed_as == close_reason::transport_error);
}

TEST_CASE("In protocol 3 packets have their length before them", "[engineio]") {
    SessionStory story(Protocol::v3);
    CHECK(transcript(story.open_polling(1)) ==
          WireLines{R"(answer 1: 200 101:0{"sid":"SID","upgrades":["websocket"],"pingInterval":25000,)"
                    R"("pingTimeout":20000,"maxPayload":1000000})"});
    story.send("0");
    story.send("2[\"a\",\"\u20ac\U0001f600\"]");
    CHECK(transcript(story.poll(2)) == WireLines{"answer 2: 200 2:4013:42[\"a\",\"\u20ac\U0001f600\"]"});
}

TEST_CASE("In protocol 3 JSON leaves a text poll in ASCII", "[engineio]") {
    auto story = polling_session(Protocol::v3);
    story.send(share_json_message("2[\"\u20ac\"]"));
    CHECK(transcript(story.poll(2)) == WireLines{R"(answer 2: 200 12:42["\u20ac"])"});
}

TEST_CASE("Binary leaves by polling as the handshake wants it", "[engineio]") {
    const auto polled = [](Protocol protocol, std::string_view query) {
        auto story = polling_session(protocol, query);
        story.send("a");
        story.send_bytes("\x01\x02\x03\x04");
        return transcript(story.poll(2));
    };
    CHECK(polled(Protocol::v4, "") == WireLines{"answer 2: 200 4a|bAQIDBA=="});
    CHECK(polled(Protocol::v4, "b64=1") == WireLines{"answer 2: 200 4a|bAQIDBA=="});
    CHECK(polled(Protocol::v3, "b64=1") == WireLines{"answer 2: 200 2:4a10:b4AQIDBA=="});
    CHECK(polled(Protocol::v3, "") == WireLines{"answer 2: 200 <00 02 ff 34 61 01 05 ff 04 01 02 03 04>"});
}

TEST_CASE("Binary by polling is passed on", "[engineio]") {
    for (const auto& [protocol, body, content_type] :
         {std::tuple{Protocol::v4, std::string("bAQIDBA=="), "text/plain"},
          std::tuple{Protocol::v3, std::string("10:b4AQIDBA=="), "text/plain"},
          std::tuple{Protocol::v3, std::string("\x01\x05\xff\x04\x01\x02\x03\x04"),
                     "application/octet-stream"}}) {
        auto story = polling_session(protocol);
        const auto output = story.post(2, body, content_type);
        CHECK(transcript(output) == WireLines{"answer 2: 200 ok"});
        REQUIRE(output.messages.size() == 1);
        CHECK(output.messages[0].binary);
        CHECK(output.messages[0].data == "\x01\x02\x03\x04");
    }
}

TEST_CASE("Binary counts as queued, too", "[engineio]") {
    auto story = polling_session();
    story.send_bytes("\x01\x02\x03");
    CHECK(story.session().queued_bytes() == 3);
}

TEST_CASE("In protocol 3 an empty body ends the session, an empty octet stream does not", "[engineio]") {
    auto story = polling_session(Protocol::v3);
    CHECK(story.post(2, "", "application/octet-stream").closed_as.empty());
    story.poll(3);
    const auto output = story.post(4, "");
    CHECK(transcript(output) == WireLines{"answer 4: 200 ok", "answer 3: 200 1:1"});
    CHECK(output.closed_as == close_reason::parse_error);
}

TEST_CASE("A broken octet stream ends the session, once it was answered", "[engineio]") {
    auto story = polling_session(Protocol::v3);
    const auto output = story.post(2, "\x01\x05\xff\x04", "application/octet-stream");
    CHECK(transcript(output) == WireLines{"answer 2: 200 ok"});
    CHECK(output.closed_as == close_reason::parse_error);
}

TEST_CASE("In protocol 3 a second poll ends the session, too", "[engineio]") {
    auto story = polling_session(Protocol::v3);
    story.poll(2);
    CHECK(transcript(story.poll(3)) == WireLines{"answer 3: 400", "answer 2: 200 1:1"});
}

TEST_CASE("An octet stream in protocol 4 is refused before its size", "[engineio]") {
    auto story = polling_session();
    http::Request request;
    request.exchange = 2;
    request.content_type = "application/octet-stream";
    request.body_too_large = true;
    CHECK(transcript(story.post(request)) == WireLines{"answer 2: 400"});
}

TEST_CASE("A post that is on its way is taken when it is complete", "[engineio]") {
    auto story = polling_session();
    CHECK(transcript(story.begin_post(2)).empty());
    const auto output = story.post(2, "4a");
    CHECK(transcript(output) == WireLines{"answer 2: 200 ok"});
    CHECK(output.messages.size() == 1);
    CHECK(transcript(story.post(3, "4b")) == WireLines{"answer 3: 200 ok"});
}

TEST_CASE("A second post while one is on its way ends the session, and the first gets no answer",
          "[engineio]") {
    for (const bool whole : {true, false}) {
        auto story = polling_session();
        story.poll(2);
        story.begin_post(3);
        const auto output = whole ? story.post(4, "4a") : story.begin_post(4);
        CHECK(transcript(output) == WireLines{"answer 4: 400", "drop 3", "answer 2: 200 1"});
        CHECK(output.closed_as == close_reason::transport_error);
        CHECK(output.messages.empty());
    }
}

TEST_CASE("A post that its client leaves ends the session", "[engineio]") {
    auto story = polling_session();
    story.begin_post(2);
    CHECK(story.abandon(2).closed_as == close_reason::transport_error);
    CHECK(story.session().state() == SessionState::closed);
}

TEST_CASE("Text that was encoded twice is repaired where the settings say so", "[engineio]") {
    SessionStory story(SessionSettings{Protocol::v3, true, {}});
    story.open_polling(1);
    const auto output = story.post(2, "3:4\u00c3\u00a9");
    REQUIRE(output.messages.size() == 1);
    CHECK(output.messages[0].data == "\u00e9");
}

} // namespace chatmock::engineio
