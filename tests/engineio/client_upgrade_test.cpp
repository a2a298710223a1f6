#include "support/client_story.hpp"

namespace chatmock::engineio {

TEST_CASE("A client that may upgrade asks for a WebSocket where the server offers it", "[engineio]") {
    ClientStory story(Transports::upgrade);
    story.open();
    const auto output = story.answer(1, ClientStory::handshake);
    CHECK(transcript(output) == WireLines{"open 2", "get 3"});
    CHECK(http::target_of(std::get<OpenChannel>(output.effects.at(0)).request) ==
          "/socket.io/?EIO=4&sid=SID&transport=websocket");
    CHECK(story.session().state() == ClientState::probing);
    CHECK(story.session().transport() == Transport::polling);
}

TEST_CASE("A client polls where the server offers no WebSocket", "[engineio]") {
    for (const auto* handshake : {R"(0{"sid":"SID","upgrades":[]})", R"(0{"sid":"SID"})"}) {
        ClientStory story(Transports::upgrade);
        story.open();
        CHECK(transcript(story.answer(1, handshake)) == WireLines{"get 2"});
    }
    CHECK(transcript(polling_client().answer(2, "6")) == WireLines{"get 3"});
}

TEST_CASE("A WebSocket that is accepted is probed, and polling goes on", "[engineio]") {
    auto story = upgrading_client();
    CHECK(transcript(story.accept(2)) == WireLines{"frame 2: 2probe"});
    CHECK(transcript(story.send("a")) == WireLines{"post 4: 4a"});
    const auto output = story.answer(3, "4b|2");
    CHECK(messages_of(output) == WireLines{"b"});
    CHECK(transcript(output) == WireLines{"get 5"});
    CHECK(transcript(story.answer(4, "ok")) == WireLines{"post 6: 3"});
}

TEST_CASE("The upgrade waits for the requests on their way, and then sends the queued packets",
          "[engineio]") {
    auto story = probing_client();
    story.send("a");
    const auto answered = story.frame(2, "3probe");
    CHECK(transcript(answered).empty());
    CHECK_FALSE(answered.upgraded);
    CHECK(transcript(story.send("b")).empty());
    SECTION("the poll's answer arrives last") {
        CHECK(transcript(story.answer(4, "ok")).empty());
        const auto output = story.answer(3, "4c|2");
        CHECK(messages_of(output) == WireLines{"c"});
        CHECK(transcript(output) == WireLines{"frame 2: 5", "frame 2: 4b", "frame 2: 3"});
        CHECK(output.upgraded);
    }
    SECTION("the POST's answer arrives last") {
        CHECK(transcript(story.answer(3, "6")).empty());
        const auto output = story.answer(4, "ok");
        CHECK(transcript(output) == WireLines{"frame 2: 5", "frame 2: 4b"});
        CHECK(output.upgraded);
    }
    CHECK(story.session().state() == ClientState::websocket);
    CHECK(story.session().transport() == Transport::websocket);
}

TEST_CASE("After the upgrade all goes by WebSocket", "[engineio]") {
    auto story = upgraded_client();
    CHECK(transcript(story.send("a")) == WireLines{"frame 2: 4a"});
    CHECK(messages_of(story.frame(2, "4b")) == WireLines{"b"});
    CHECK(end_of(story.lose(2)) == close_reason::transport_close);
}

TEST_CASE("A session reports its transport, also after its end", "[engineio]") {
    auto upgraded = upgraded_client();
    upgraded.lose(2);
    CHECK(upgraded.session().transport() == Transport::websocket);
    auto polling = upgrading_client();
    polling.fail(3);
    CHECK(polling.session().transport() == Transport::polling);
}

TEST_CASE("A WebSocket that answers the probe with anything else is closed, and polling goes on",
          "[engineio]") {
    for (const auto* text : {"3", "3probes", "2probe", "4a", "6", "1", "x", ""}) {
        CAPTURE(text);
        auto story = probing_client();
        const auto output = story.frame(2, text);
        CHECK(transcript(output) == WireLines{"close 2"});
        CHECK(output.messages.empty());
        CHECK(story.session().state() == ClientState::polling);
        CHECK(transcript(story.answer(3, "6")) == WireLines{"get 4"});
        CHECK(transcript(story.frame(2, "3probe")).empty());
    }
}

TEST_CASE("A WebSocket that fails before the probe was answered costs nothing", "[engineio]") {
    for (const bool was_accepted : {false, true}) {
        for (const bool is_lost : {false, true}) {
            auto story = was_accepted ? probing_client() : upgrading_client();
            const auto output = is_lost ? story.lose(2) : story.refuse(2, {400, "text/html", "no", {}});
            CHECK(transcript(output).empty());
            CHECK_FALSE(output.end);
            CHECK(story.session().state() == ClientState::polling);
            CHECK(transcript(story.answer(3, "6")) == WireLines{"get 4"});
        }
    }
}

TEST_CASE("A WebSocket that fails between the probe and the upgrade costs nothing", "[engineio]") {
    auto story = probing_client();
    story.send("a");
    story.frame(2, "3probe");
    story.send("b");
    SECTION("while all requests are on their way") {
        CHECK(transcript(story.lose(2)).empty());
        CHECK(transcript(story.answer(3, "6")) == WireLines{"get 5"});
        CHECK(transcript(story.answer(4, "ok")) == WireLines{"post 6: 4b"});
    }
    SECTION("when the poll has ended") {
        story.answer(3, "6");
        CHECK(transcript(story.lose(2)) == WireLines{"get 5"});
    }
    SECTION("when the POST has ended") {
        story.answer(4, "ok");
        CHECK(transcript(story.lose(2)) == WireLines{"post 5: 4b"});
    }
    SECTION("because it says something else") {
        story.answer(3, "6");
        CHECK(transcript(story.frame(2, "4c")) == WireLines{"close 2", "get 5"});
    }
    CHECK(story.session().state() == ClientState::polling);
}

TEST_CASE("A probe that is answered twice is answered once", "[engineio]") {
    auto story = pausing_client();
    CHECK(transcript(story.frame(2, "3probe")).empty());
    CHECK(story.session().state() == ClientState::pausing);
    CHECK(transcript(story.answer(3, "6")) == WireLines{"frame 2: 5"});
}

TEST_CASE("A client whose session ends during the upgrade closes its WebSocket", "[engineio]") {
    for (const bool is_answered : {false, true}) {
        auto closed = is_answered ? pausing_client() : probing_client();
        const auto by_server = closed.answer(3, "1");
        CHECK(transcript(by_server) == WireLines{"close 2"});
        CHECK(end_of(by_server) == close_reason::transport_close);

        auto failed = is_answered ? pausing_client() : probing_client();
        failed.send("a");
        CHECK(transcript(failed.fail(3)) ==
              (is_answered ? WireLines{"close 2"} : WireLines{"drop 4", "close 2"}));
    }
}

} // namespace chatmock::engineio
