// A sandbox made anew under the name of an ended one, and late requests of the ended one.
#include "support/catch.hpp"
#include "support/sandboxes_story.hpp"

namespace chatmock::core {

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

void make_anew(SandboxesStory& story, const std::string& name) {
    story.perform(EndSandbox{name});
    story.make(name);
}

std::uint64_t epoch_of(SandboxesStory& story, const std::string& name) {
    return story.state(name).journal.epoch();
}

} // namespace

TEST_CASE("each sandbox of a name begins with a later epoch than the one before ended with", "[sandboxes]") {
    SandboxesStory story;
    story.make("w1");
    CHECK(epoch_of(story, "w1") == 1);
    make_anew(story, "w1");
    CHECK(epoch_of(story, "w1") == 2);
    story.ask("w1", Reset{});
    CHECK(epoch_of(story, "w1") == 3);
    make_anew(story, "w1");
    CHECK(epoch_of(story, "w1") == 4);
    story.make("w2");
    CHECK(epoch_of(story, "w2") == 1);
}

TEST_CASE("a position in an ended sandbox's journal means the beginning of the next journal", "[sandboxes]") {
    SandboxesStory story;
    story.make("w1");
    for (int i = 0; i < 5; ++i) story.ask("w1", SetGroup{"7", {}});
    make_anew(story, "w1");
    for (int i = 0; i < 8; ++i) story.ask("w1", SetGroup{"7", {}});
    FollowJournal follow;
    follow.after = JournalPosition{1, 5};
    const auto body = body_of(expect_value(story.answers.at(story.ask("w1", follow))));
    CHECK(body["entries"].size() == 8);
}

TEST_CASE("a late request of an ended sandbox reaches no other sandbox, also if its name is in use again",
          "[sandboxes]") {
    SandboxesStory story;
    story.make("w1");
    story.make("w2");
    const auto sid = story.open_polling(handshake("jwt_token=alice&sandbox=w1"));
    REQUIRE(story.open_polling(handshake("jwt_token=alice&sandbox=w2")) == sid);
    make_anew(story, "w1");
    const auto late = story.request("POST", handshake("sandbox=w1&sid=" + sid), "40");
    CHECK(has(late.at(0), ": 400 "));
    CHECK(story.state("w1").connections.members().empty());
    CHECK(story.state("w2").connections.members().empty());
}

TEST_CASE("a late request counts for the session of the same sid in the sandbox made anew", "[sandboxes]") {
    SandboxesStory story;
    story.make("w1");
    const auto sid = story.open_polling(handshake("jwt_token=alice&sandbox=w1"));
    make_anew(story, "w1");
    REQUIRE(story.open_polling(handshake("jwt_token=alice&sandbox=w1")) == sid);
    story.request("POST", handshake("sandbox=w1&sid=" + sid), "40");
    CHECK(story.state("w1").connections.members().size() == 1);
}

} // namespace chatmock::core
