// When a sandbox is idle, and ends by itself: without open connections and calls, whatever its clock.
#include "support/catch.hpp"
#include "support/sandboxes_story.hpp"

namespace chatmock::core {

namespace {

constexpr Milliseconds expires_after{1000};

void make_brief(SandboxesStory& story, ClockMode clock) {
    auto request = SandboxesStory::wish_of("w1");
    request.clock = ClockSettings{clock, {}};
    request.expires_after = expires_after;
    story.perform(MakeSandbox{request});
}

// It ends when this time has passed, and not before.
void check_ends(SandboxesStory& story) {
    story.pass(expires_after - Milliseconds(1));
    CHECK(story.find("w1") != nullptr);
    story.pass(Milliseconds(1));
    CHECK(story.find("w1") == nullptr);
    CHECK(story.sandboxes().registry().all().size() == 1);
}

bool has_answer(const std::vector<engineio::WireEffect>& effects) {
    return std::any_of(effects.begin(), effects.end(),
                       [](const auto& effect) { return std::holds_alternative<engineio::Respond>(effect); });
}

std::string join_by_polling(SandboxesStory& story) {
    const auto sid = story.open_polling(handshake("jwt_token=alice&sandbox=w1"));
    story.request("POST", handshake("sandbox=w1&sid=" + sid), "40");
    story.get(handshake("sandbox=w1&sid=" + sid));
    return sid;
}

} // namespace

TEST_CASE("a client that polls no more keeps no sandbox, whatever its clock", "[sandboxes]") {
    for (const auto clock : {ClockMode::manual, ClockMode::real}) {
        for (const bool is_reset : {false, true}) {
            CAPTURE(static_cast<int>(clock), is_reset);
            SandboxesStory story;
            make_brief(story, clock);
            join_by_polling(story);
            REQUIRE(story.clients("w1") == 1);
            if (is_reset) story.ask("w1", Reset{});
            check_ends(story);
        }
    }
}

TEST_CASE("a poll that waits keeps a sandbox, and its answer begins the time anew", "[sandboxes]") {
    for (const auto clock : {ClockMode::manual, ClockMode::real}) {
        CAPTURE(static_cast<int>(clock));
        SandboxesStory story;
        make_brief(story, clock);
        const auto sid = join_by_polling(story);
        story.get(handshake("sandbox=w1&sid=" + sid));
        story.pass(Milliseconds(20000)); // before the first ping
        CHECK(story.find("w1") != nullptr);
        story.ask("w1", inject_to("alice"));
        check_ends(story);
    }
}

TEST_CASE("a sandbox has its whole time after the last call or poll, also if a timer has ended that",
          "[sandboxes]") {
    SandboxesStory story;
    make_brief(story, ClockMode::real);
    auto inject = inject_to("nobody");
    inject.delay = Milliseconds(3000);
    inject.await = Await::written;
    const auto waits = story.ask("w1", inject);
    REQUIRE(!story.is_answered(waits));
    story.pass(Milliseconds(3000));
    CHECK(story.is_answered(waits));
    check_ends(story);

    SandboxesStory polled;
    make_brief(polled, ClockMode::real);
    const auto sid = join_by_polling(polled);
    polled.get(handshake("sandbox=w1&sid=" + sid));
    polled.pass(Milliseconds(25000)); // the ping answers the poll
    CHECK(has_answer(polled.effects));
    check_ends(polled);
}

TEST_CASE("a saved file keeps no sandbox", "[sandboxes]") {
    SandboxesStory story;
    make_brief(story, ClockMode::real);
    story.pass(Milliseconds(600));
    FilesSaved saved;
    saved.reloaded.changed = {"fixtures/events/NewMessage/default.json"};
    story.play(saved);
    REQUIRE(story.journal("w1", "reload").size() == 1);
    story.pass(Milliseconds(400));
    CHECK(story.find("w1") == nullptr);
}

TEST_CASE("a handshake that hangs keeps a sandbox until its client leaves", "[sandboxes]") {
    SandboxesStory story(
        false, R"({"auth":{"rules":[{"match":{"token":"mute"},"outcome":{"do":"hang","at":"handshake"}}]}})");
    make_brief(story, ClockMode::manual);
    story.get(handshake("jwt_token=mute&sandbox=w1"));
    story.pass(Milliseconds(20000));
    CHECK(story.find("w1") != nullptr);
    story.play(Input(ExchangeLost{story.last_number}));
    check_ends(story);
}

} // namespace chatmock::core
