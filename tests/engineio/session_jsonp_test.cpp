#include "support/catch.hpp"
#include "support/session_story.hpp"

namespace chatmock::engineio {

namespace {

constexpr auto form = "application/x-www-form-urlencoded";

SessionStory jsonp_session(Protocol protocol) {
    SessionStory story(protocol);
    story.open_polling(1, "j=3");
    return story;
}

} // namespace

TEST_CASE("A JSONP handshake is answered in JSONP", "[engineio]") {
    SessionStory story(Protocol::v4);
    CHECK(transcript(story.open_polling(1, "j=3")) ==
          WireLines{R"(answer 1: 200 ___eio[3]("0{\"sid\":\"SID\",\"upgrades\":[\"websocket\"],)"
                    R"(\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");)"});
}

TEST_CASE("Every poll of a session that began with JSONP is", "[engineio]") {
    auto story = jsonp_session(Protocol::v3);
    story.poll(2);
    CHECK(transcript(story.send("a")) == WireLines{R"(answer 2: 200 ___eio[3]("2:4a");)"});
    story.send("b\n\"\u2028");
    CHECK(transcript(story.poll(3)) == WireLines{R"(answer 3: 200 ___eio[3]("5:4b\n\"\u2028");)"});
}

TEST_CASE("A JSONP form is heard", "[engineio]") {
    auto story = jsonp_session(Protocol::v3);
    const auto output = story.post(2, "d=2%3A4a", form);
    CHECK(transcript(output) == WireLines{"answer 2: 200 ok"});
    REQUIRE(output.messages.size() == 1);
    CHECK(output.messages[0].data == "a");
}

TEST_CASE("A JSONP form without a payload is answered, and that is all", "[engineio]") {
    auto story = jsonp_session(Protocol::v4);
    const auto output = story.post(2, "4a", form);
    CHECK(transcript(output) == WireLines{"answer 2: 200 ok"});
    CHECK(output.messages.empty());
    CHECK(output.violations.empty());
}

TEST_CASE("A JSONP session learns in JSONP that it ended", "[engineio]") {
    auto story = jsonp_session(Protocol::v4);
    story.close();
    CHECK(transcript(story.poll(2)) == WireLines{R"(answer 2: 200 ___eio[3]("6\u001e1");)"});
}

} // namespace chatmock::engineio
