// Each end of a session, at each stage of its client's upgrade: when the client learns of it, and by which
// transport.
#include "support/catch.hpp"
#include "support/session_story.hpp"

#include <functional>
#include <sstream>

namespace chatmock::engineio {

namespace {

// Channel 1 is the WebSocket, exchange 2 the poll.
const std::map<std::string, std::function<void(SessionStory&)>> instants = {
    {"polling", [](SessionStory&) {}},
    {"polling,parked", [](SessionStory& story) { story.poll(2); }},
    {"probing", [](SessionStory& story) { story.attach(1); }},
    {"probing,parked",
     [](SessionStory& story) {
         story.poll(2);
         story.attach(1);
     }},
    {"probed",
     [](SessionStory& story) {
         story.poll(2);
         story.attach(1);
         story.frame(1, "2probe"); // also answers the poll
     }},
    {"upgraded",
     [](SessionStory& story) {
         story.attach(1);
         story.frame(1, "2probe");
         story.frame(1, "5");
     }},
};

const std::map<std::string, std::function<Output(SessionStory&)>> ends = {
    {"close", [](SessionStory& story) { return story.close(); }},
    {"fail", [](SessionStory& story) { return story.fail(); }},
    {"drop", [](SessionStory& story) { return story.drop(); }},
    {"tear", [](SessionStory& story) { return story.tear("half"); }},
    {"unreadable",
     [](SessionStory& story) {
         auto output = story.send("{");
         const auto closed = story.close();
         output.effects.insert(output.effects.end(), closed.effects.begin(), closed.effects.end());
         output.closed_as = closed.closed_as;
         return output;
     }},
};

// The client's next action: "5" if its polls are paused, otherwise a poll.
const std::map<std::string, std::function<Output(SessionStory&)>> replies = {
    {"poll", [](SessionStory& story) { return story.poll(3); }},
    {"5", [](SessionStory& story) { return story.frame(1, "5"); }},
    {"post", [](SessionStory& story) { return story.post(4, "4a"); }},
    {"lose", [](SessionStory& story) { return story.lose(1); }},
};

std::string joined(const Output& output) {
    std::string all;
    for (const auto& line : transcript(output)) all += (all.empty() ? "" : "; ") + line;
    return all.empty() ? "-" : all;
}

struct Row {
    std::string end, instant, at_once, reply, then;
};

constexpr std::string_view unknown = R"(400 {"code":1,"message":"Session ID unknown"})";

std::vector<Row> rows() {
    const auto denied = [](const std::string& exchange) {
        return "answer " + exchange + ": " + std::string(unknown);
    };
    return {
        {"close", "polling", "-", "poll", "answer 3: 200 6|1"},
        {"close", "polling,parked", "answer 2: 200 1", "", ""},
        {"close", "probing", "close 1", "poll", "answer 3: 200 6|1"},
        {"close", "probing,parked", "answer 2: 200 1; close 1", "", ""},
        {"close", "probed", "-", "poll", "answer 3: 200 6|1; close 1"},
        {"close", "probed", "-", "5", "close 1"},
        {"close", "upgraded", "close 1", "", ""},

        {"fail", "polling", "-", "", ""},
        {"fail", "polling,parked", "drop 2", "", ""},
        {"fail", "probing", "break 1", "", ""},
        {"fail", "probing,parked", "drop 2; break 1", "", ""},
        {"fail", "probed", "-", "poll", denied("3") + "; break 1"},
        {"fail", "probed", "-", "post", denied("4") + "; break 1"},
        {"fail", "probed", "-", "5", "break 1"},
        {"fail", "probed", "-", "lose", "-"},
        {"fail", "upgraded", "break 1", "", ""},

        {"drop", "polling", "-", "", ""},
        {"drop", "polling,parked", "drop 2", "", ""},
        {"drop", "probing", "drop 1", "", ""},
        {"drop", "probing,parked", "drop 2; drop 1", "", ""},
        {"drop", "probed", "-", "poll", denied("3") + "; drop 1"},
        {"drop", "probed", "-", "post", denied("4") + "; drop 1"},
        {"drop", "probed", "-", "5", "drop 1"},
        {"drop", "probed", "-", "lose", "-"},
        {"drop", "upgraded", "drop 1", "", ""},

        {"tear", "polling", "-", "poll", "torn answer 3: 200 4half"},
        {"tear", "polling,parked", "torn answer 2: 200 4half", "", ""},
        {"tear", "probing", "close 1", "poll", "torn answer 3: 200 4half"},
        {"tear", "probing,parked", "torn answer 2: 200 4half; drop 1", "", ""},
        {"tear", "probed", "-", "poll", "torn answer 3: 200 4half; drop 1"},
        {"tear", "probed", "-", "5", "torn frame 1: 4half"},
        {"tear", "upgraded", "torn frame 1: 4half", "", ""},

        {"unreadable", "probed", "-", "5", "frame 1: 4{; close 1"},
        {"unreadable", "probed", "-", "poll", "answer 3: 200 4{"},
        {"unreadable", "probing,parked", "answer 2: 200 4{; close 1", "poll", "answer 3: 200 6|1"},
        {"unreadable", "upgraded", "frame 1: 4{; close 1", "", ""},
    };
}

SessionStory story_at(const std::string& instant, Protocol protocol = Protocol::v4) {
    SessionStory story(protocol);
    story.open_polling(1);
    instants.at(instant)(story);
    return story;
}

SessionStory probed_story() { return story_at("probed"); }

} // namespace

TEST_CASE("Every end at every instant of an upgrade reaches the client where it listens",
          "[engineio][upgrade]") {
    for (const auto& [end, instant, at_once, reply, then] : rows()) {
        CAPTURE(end, instant, reply);
        auto story = story_at(instant);
        const auto ended = ends.at(end)(story);
        CHECK(joined(ended) == at_once);
        CHECK_FALSE(ended.closed_as.empty()); // the core sees the end at once
        CHECK_FALSE(story.session().is_open());
        if (reply.empty()) {
            CHECK(story.session().state() == SessionState::closed);
            continue;
        }
        const auto told = replies.at(reply)(story);
        CHECK(joined(told) == then);
        CHECK(told.closed_as.empty());
        CHECK(told.messages.empty());
        CHECK_FALSE(told.upgraded);
    }
}

TEST_CASE("A session that closes during an upgrade first sends its queue; one that is cut does not",
          "[engineio][upgrade]") {
    auto story = probed_story();
    story.send("a", 11);
    story.send("b", 12);
    SECTION("closed") {
        story.close();
        const auto output = story.frame(1, "5");
        CHECK(transcript(output) == WireLines{"frame 1: 4a", "frame 1: 4b", "close 1"});
        CHECK(std::get<SendFrame>(output.effects.at(1)).receipt == 12);
    }
    SECTION("dropped") {
        story.drop();
        CHECK(story.session().queued_bytes() == 0);
        CHECK(transcript(story.frame(1, "5")) == WireLines{"drop 1"});
    }
    SECTION("torn: of several frames the last is halved") {
        story.tear("c");
        CHECK(transcript(story.frame(1, "5")) == WireLines{"frame 1: 4a", "frame 1: 4b", "torn frame 1: 4c"});
    }
    CHECK(story.session().state() == SessionState::closed);
}

TEST_CASE("A POST that is on its way when a session is cut amid its upgrade is cut, too",
          "[engineio][upgrade]") {
    auto story = probed_story();
    story.begin_post(4);
    CHECK(transcript(story.drop()) == WireLines{"drop 4"});
    CHECK(transcript(story.frame(1, "5")) == WireLines{"drop 1"});
}

TEST_CASE("A client that loses its WebSocket amid the end still learns of a close by its next poll",
          "[engineio][upgrade]") {
    auto story = probed_story();
    story.close();
    CHECK(transcript(story.lose(1)).empty());
    CHECK(transcript(story.poll(3)) == WireLines{"answer 3: 200 6|1"});
    CHECK(story.session().state() == SessionState::closed);
}

TEST_CASE("An end amid an upgrade is not waited for longer than the upgrade", "[engineio][upgrade]") {
    auto story = probed_story();
    SECTION("a close is left to the next poll") {
        story.close();
        CHECK(story.session().timer() == "upgrade_timeout");
        CHECK(transcript(story.wait(Milliseconds{10000})) == WireLines{"close 1"});
        CHECK(transcript(story.poll(3)) == WireLines{"answer 3: 200 6|1"});
    }
    SECTION("a cut is done") {
        story.drop();
        CHECK(transcript(story.wait(Milliseconds{10000})) == WireLines{"drop 1"});
    }
    SECTION("a failure is done") {
        story.fail();
        CHECK(transcript(story.wait(Milliseconds{10000})) == WireLines{"break 1"});
    }
    SECTION("and no poll ever arrives") {
        story.close();
        story.wait(Milliseconds{30000});
    }
    CHECK(story.session().state() == SessionState::closed);
}

TEST_CASE("The ping timeout amid an upgrade waits for the client as well", "[engineio][upgrade]") {
    SessionStory story(Protocol::v4, {Milliseconds{100}, Milliseconds{100}, Milliseconds{10000}, 1000});
    story.open_polling(1);
    story.attach(1);
    story.frame(1, "2probe");
    const auto output = story.wait(Milliseconds{200});
    CHECK(transcript(output).empty());
    CHECK(output.closed_as == close_reason::ping_timeout);
    CHECK(transcript(story.frame(1, "5")) == WireLines{"frame 1: 2", "close 1"});
}

TEST_CASE("Amid an upgrade the client's own close ends the session at once", "[engineio][upgrade]") {
    auto story = probed_story();
    SECTION("before the server's") { CHECK(story.post(4, "1").closed_as == close_reason::transport_close); }
    SECTION("after it") {
        story.close();
        CHECK(transcript(story.post(4, "1")) == WireLines{"answer 4: 200 ok", "close 1"});
    }
    CHECK(story.session().state() == SessionState::closed);
}

TEST_CASE("Silence and half a connection are the same at every instant", "[engineio][upgrade]") {
    for (const auto* instant : {"polling,parked", "probing,parked", "probed", "upgraded"}) {
        CAPTURE(instant);
        auto silent = story_at(instant);
        CHECK(transcript(silent.fall_silent()).empty());
        CHECK(transcript(silent.frame(1, "5")).empty());
        auto half_open = story_at(instant);
        half_open.become_half_open();
        CHECK(transcript(half_open.send("lost")).empty());
        CHECK(transcript(half_open.frame(1, "5")).empty());
        CHECK(half_open.session().is_open());
        auto late = story_at(instant);
        late.become_half_open();
        CHECK(transcript(late.wait(Milliseconds{10000})).empty()); // the upgrade's timeout is not reported
        CHECK(transcript(late.frame(1, "5")).empty());
    }
}

TEST_CASE("A silent session whose client still polls outlives its probing WebSocket", "[engineio][upgrade]") {
    auto story = story_at("probing,parked");
    story.fall_silent();
    CHECK(transcript(story.lose(1)).empty());
    CHECK(story.session().state() == SessionState::silent);
}

TEST_CASE("A WebSocket that the client opened before it learned of the end is not a violation",
          "[engineio][upgrade]") {
    auto story = story_at("polling");
    story.close();
    const auto output = story.attach(1);
    CHECK(transcript(output) == WireLines{"accept 1", "close 1"});
    CHECK(output.violations.empty());
}

TEST_CASE("A session knows whether its client is about to change its transport", "[engineio][upgrade]") {
    for (const auto& [instant, upgrades] :
         {std::pair{"polling", false}, std::pair{"polling,parked", false}, std::pair{"probing", true},
          std::pair{"probing,parked", true}, std::pair{"probed", true}, std::pair{"upgraded", false}}) {
        CAPTURE(instant);
        CHECK(story_at(instant).session().is_upgrading() == upgrades);
    }
    auto story = probed_story();
    SECTION("also while its client cannot learn of the end") {
        story.close();
        CHECK(story.session().is_upgrading());
        story.frame(1, "5");
    }
    SECTION("not where the upgrade took too long") { story.wait(Milliseconds{10000}); }
    SECTION("not where nothing is written any more") { story.become_half_open(); }
    SECTION("not where it is over") { story.fall_silent(); }
    CHECK_FALSE(story.session().is_upgrading());
}

} // namespace chatmock::engineio
