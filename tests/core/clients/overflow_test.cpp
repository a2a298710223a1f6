// The queue of a client that does not poll is bounded: past the bound the client is disconnected.
#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

constexpr std::size_t mebibyte = 1024 * 1024;

// To the members of group 9, which is empty by default.
Inject large(std::size_t repeat, Await await) {
    Inject inject;
    inject.event = "NewMessage";
    inject.data = std::string(15 * mebibyte, 'x');
    inject.enforce_contract = false;
    inject.to.kind = policy::Target::Kind::group;
    inject.to.group = "9";
    inject.repeat = repeat;
    inject.await = await;
    return inject;
}

// Alice has joined and does not poll.
void join_idly(WorldStory& story) {
    story.post("EIO=4&transport=polling&sid=" + story.open_polling("alice"), "40");
    story.call(SetGroup{"9", {"alice"}});
}

Json recipient_of(WorldStory& story, Ticket ticket) { return story.body(ticket)["recipients"][0]; }

} // namespace

TEST_CASE("a client that is lost within a burst is reported as lost", "[core]") {
    for (const auto await : {Await::queued, Await::written, Await::acked}) {
        WorldStory story;
        join_idly(story);
        story.call(large(2, Await::queued));
        story.call(large(2, Await::queued));
        CHECK(recipient_of(story, story.ask(large(2, await)))["state"] == "lost");
        CHECK(story.journal("close").size() == 1);
    }
}

TEST_CASE("a burst to a client that does not poll ends when the client is lost", "[core]") {
    WorldStory story;
    join_idly(story);
    for (int i = 0; i < 2; ++i) story.call(large(2, Await::queued));
    auto inject = large(30, Await::queued);
    inject.data = std::string(mebibyte, 'x');
    story.call(inject);
    REQUIRE(story.journal("close").size() == 1);
    const auto& connections = story.state().connections.all();
    REQUIRE(connections.size() == 1); // until the queue was polled, or timed out
    CHECK(connections.begin()->second.session.queued_bytes() < 66 * mebibyte);
}

TEST_CASE("an injection that waited is answered though sending it loses its recipients", "[core]") {
    WorldStory story;
    join_idly(story);
    story.call(large(2, Await::queued));
    story.call(large(2, Await::queued));
    story.call(SetGroup{"9", {}});
    auto inject = large(1, Await::acked);
    inject.min_recipients = 1;
    inject.settled = false;
    const auto ticket = story.ask(inject);
    CHECK_FALSE(story.is_answered(ticket));
    story.call(SetGroup{"9", {"alice"}});
    CHECK(recipient_of(story, ticket)["state"] == "lost");
}
