#include "core/journal/log_line.hpp"

#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

// The lines about the story's entries of that kind.
std::vector<std::string> lines_of(const WorldStory& story, std::string_view kind) {
    std::vector<std::string> lines;
    for (const auto& entry : story.state().journal.entries()) {
        if (policy::name_of(entry.kind) == kind) lines.push_back(LogLine(entry).sentence());
    }
    return lines;
}

using Sentences = std::vector<std::string>;

policy::Target to_user(const std::string& name) {
    policy::Target target;
    target.kind = policy::Target::Kind::users;
    target.names = {name};
    return target;
}

Inject to_everyone() {
    Inject inject;
    inject.event = "NewMessage";
    return inject;
}

} // namespace

TEST_CASE("The log shows connects, events with recipients, and ends", "[core][log]") {
    WorldStory story;
    const auto channel = story.join("alice");
    story.join("bob");
    story.call(to_everyone());
    story.call(inject_to("nobody-there"));
    story.lose_channel(channel);
    CHECK(lines_of(story, "connect") ==
          Sentences{"alice connected (websocket)", "bob connected (websocket)"});
    CHECK(lines_of(story, "emit") ==
          Sentences{"NewMessage to alice, bob (default)", "NewMessage to nobody (default)"});
    CHECK(lines_of(story, "disconnect") == Sentences{"alice disconnected: transport close"});
}

TEST_CASE("The log shows a refusal's reason, and a hint", "[core][log]") {
    WorldStory story;
    story.upgrade("EIO=4&transport=websocket");
    story.frame(1, "40");
    CHECK(lines_of(story, "refuse") == Sentences{"anonymous was refused by auth rule profile-1 "
                                                 "(connect_error): no token in jwt_token; hint: send it by "
                                                 "io(url, {query: {jwt_token: TOKEN}})"});
}

TEST_CASE("The log shows a violation's code, and a call's target", "[core][log]") {
    WorldStory story;
    story.frame(story.join("alice"), "40");
    story.call(Disconnect{to_user("alice"), policy::DisconnectAs::restart});
    CHECK(lines_of(story, "violation")[0].find("alice broke the protocol (connected_twice): ") == 0);
    CHECK(lines_of(story, "control") == Sentences{R"(call disconnect ({"user":"alice"}))"});
}

TEST_CASE("A crowd is counted, and equal emissions are one line", "[core][log]") {
    WorldStory story;
    for (int i = 0; i < 8; ++i) story.join("user-" + std::to_string(i));
    story.call(to_everyone());
    const auto& entry = story.state().journal.entries().back();
    const LogLine line(entry, 500);
    CHECK(line.sentence() ==
          "NewMessage to user-0, user-1, user-2, user-3, user-4 and 3 more (default), 500 times");
    CHECK(line.level() == LogLevel::info);
    CHECK(line.fields()["times"] == 500);
    CHECK(line.fields()["recipient_count"] == 8);
    CHECK(line.fields()["event"] == "NewMessage");
    CHECK_FALSE(line.fields().contains("data"));
}

TEST_CASE("Each kind of entry has a line, a level that bounds it, and fields", "[core][log]") {
    WorldStory story;
    for (std::size_t i = 0; i < policy::entry_kinds().size(); ++i) {
        Entry entry;
        entry.kind = static_cast<EntryKind>(i);
        entry.details.add("message", std::string(5000, 'x'));
        const LogLine line(entry);
        INFO(policy::entry_kinds()[i]);
        CHECK_FALSE(line.sentence().empty());
        CHECK(line.level() <= highest_level_of(entry.kind));
        CHECK(line.fields()["kind"] == policy::entry_kinds()[i]);
        CHECK(to_text(line.fields()).size() < 1000);
    }
}
