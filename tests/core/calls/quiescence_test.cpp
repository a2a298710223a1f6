#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;
using namespace std::chrono_literals;

TEST_CASE("A mock without clients is quiet", "[core][quiesce]") {
    WorldStory story;
    CHECK(story.call(Quiesce{})["quiet"] == true);
}

TEST_CASE("It is quiet when the kernel has all frames of WebSockets", "[core][quiesce]") {
    WorldStory story;
    const auto channel = story.join("alice");
    const auto ticket = story.ask(Quiesce{});
    CHECK(story.wire() == WireLines{"confirm " + std::to_string(channel)});
    CHECK_FALSE(story.is_answered(ticket));
    story.write_all();
    CHECK(story.body(ticket)["quiet"] == true);
    CHECK(story.is_answered(story.ask(Quiesce{}))); // nothing was sent since
}

TEST_CASE("Later frames must be sent, too", "[core][quiesce]") {
    WorldStory story;
    const auto channel = story.join("alice");
    const auto ticket = story.ask(Quiesce{});
    const auto confirmation = Written{{1}};
    story.call(inject_to("alice"));
    CHECK(story.play(confirmation) == WireLines{"confirm " + std::to_string(channel)});
    CHECK_FALSE(story.is_answered(ticket));
    story.write_all();
    CHECK(story.is_answered(ticket));
}

TEST_CASE("A client that has left delays no call", "[core][quiesce]") {
    WorldStory story;
    const auto channel = story.join("alice");
    const auto ticket = story.ask(Quiesce{});
    story.lose_channel(channel);
    CHECK(story.is_answered(ticket));
}

TEST_CASE("It is quiet when a polling client polls again", "[core][quiesce]") {
    WorldStory story;
    const auto query = "EIO=4&transport=polling&sid=" + story.open_polling("alice");
    story.post(query, "40");
    const auto ticket = story.ask(Quiesce{});
    CHECK_FALSE(story.is_answered(ticket));
    story.get(query); // takes the answer to CONNECT
    CHECK_FALSE(story.is_answered(ticket));
    story.get(query);
    CHECK(story.is_answered(ticket));
}

TEST_CASE("It is not quiet while a client upgrades", "[core][quiesce]") {
    WorldStory story;
    const auto sid = story.open_polling("alice");
    story.get("EIO=4&transport=polling&sid=" + sid);
    story.upgrade("EIO=4&transport=websocket&sid=" + sid);
    const auto channel = story.last_number();
    const auto in_vain = story.ask(Quiesce{});
    story.give_up(in_vain);
    CHECK(expect_error(story.answer(in_vain)).nearest.at(0) ==
          "alice (" + sid + ") is upgrading to WebSocket");
    const auto ticket = story.ask(Quiesce{});
    story.frame(channel, "2probe");
    CHECK_FALSE(story.is_answered(ticket));
    story.frame(channel, "5");
    story.write_all();
    CHECK(story.is_answered(ticket));
}

TEST_CASE("Held events are waited for only while the clock runs", "[core][quiesce]") {
    auto later = inject_to("alice");
    later.delay = 2s;
    SECTION("a running clock") {
        WorldStory story;
        story.call(later);
        const auto ticket = story.ask(Quiesce{});
        CHECK_FALSE(story.is_answered(ticket));
        story.advance(2s);
        CHECK(story.is_answered(ticket));
    }
    SECTION("a held clock") {
        WorldStory story(rules_of_default_profile, 1, {ClockMode::manual, {}});
        story.call(later);
        CHECK(story.is_answered(story.ask(Quiesce{})));
    }
}

TEST_CASE("A timeout lists the pending work", "[core][quiesce]") {
    WorldStory story;
    story.open_polling("alice");
    story.join("bob");
    const auto ticket = story.ask(Quiesce{});
    story.give_up(ticket);
    const auto error = expect_error(story.answer(ticket));
    CHECK(error.code == ErrorCode::timed_out);
    REQUIRE(error.nearest.size() == 1);
    CHECK(error.nearest[0].find("alice") == 0);
}
