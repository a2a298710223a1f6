// Replies that may be long keep their data alive.
#include "support/catch.hpp"
#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

TEST_CASE("A reply with journal entries stays as it was, whatever is dropped or cleared", "[core][journal]") {
    WorldStory story;
    story.join("alice");
    const auto ticket = story.ask(ListJournal{});
    story.call(ClearJournal{});
    story.join("bob");
    const auto body = story.body(ticket);
    REQUIRE(body["entries"].size() == 2);
    CHECK(body["entries"][1]["user"] == "alice");
    CHECK(body["dropped"] == 0);
    CHECK(text_of(expect_value(story.answer(ticket))) == to_text(body));
}

TEST_CASE("The lines of an export are those of its moment", "[core][transcript]") {
    WorldStory story;
    story.join("alice");
    const auto before = story.transcript();
    const auto ticket = story.ask(ExportTranscript{});
    story.join("bob");
    const auto& lines = *expect_value(story.answer(ticket)).lines;
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        lines.append(i, text);
        text += '\n';
    }
    CHECK(text == before);
}
