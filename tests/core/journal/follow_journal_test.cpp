#include "core/journal/follower.hpp"
#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

constexpr JournalPosition beginning{1, 0};

JournalMatch kind(const std::string& name) {
    JournalMatch match;
    match.kind = policy::entry_kind_of(name).value();
    return match;
}

// The position from which the next call continues.
JournalPosition end_of(const Json& answer) {
    return {answer.at("epoch").get<std::uint64_t>(), answer.at("after").get<std::uint64_t>()};
}

std::vector<std::uint64_t> seqs_of(const Json& answer) {
    std::vector<std::uint64_t> seqs;
    for (const auto& entry : answer.at("entries")) seqs.push_back(entry.at("seq").get<std::uint64_t>());
    return seqs;
}

// The answer for a client that gives up at once.
Json looked(WorldStory& story, const FollowJournal& follow) {
    const auto ticket = story.ask(follow);
    story.give_up(ticket);
    return story.body(ticket);
}

// One entry each.
void make_entries(WorldStory& story, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) story.call(SetGroup{"7", {}});
}

using Seqs = std::vector<std::uint64_t>;

} // namespace

TEST_CASE("a follower without a position waits for new entries", "[core]") {
    WorldStory story;
    make_entries(story, 2);
    const auto ticket = story.ask(FollowJournal{});
    CHECK_FALSE(story.is_answered(ticket));
    make_entries(story, 1);
    CHECK(seqs_of(story.body(ticket)) == Seqs{3});
    CHECK(story.body(ticket)["entries"] == Json::array({story.journal().at(2)}));
    CHECK(story.body(ticket)["dropped"] == 0);
}

TEST_CASE("a follower goes on where its last answer ended", "[core]") {
    WorldStory story;
    make_entries(story, 2);
    const auto first = story.call(FollowJournal{{}, beginning});
    CHECK(seqs_of(first) == Seqs{1, 2});
    make_entries(story, 2);
    const auto second = story.call(FollowJournal{{}, end_of(first)});
    CHECK(seqs_of(second) == Seqs{3, 4});
    CHECK_FALSE(story.is_answered(story.ask(FollowJournal{{}, end_of(second)})));
}

TEST_CASE("a follower that gives up gets its position", "[core]") {
    WorldStory story;
    make_entries(story, 2);
    CHECK(looked(story, FollowJournal{}) == json_of(R"({"entries":[],"dropped":0,"epoch":1,"after":2})"));
}

TEST_CASE("a follower skips entries that do not match", "[core]") {
    WorldStory story;
    const auto ticket = story.ask(FollowJournal{kind("connect"), beginning});
    make_entries(story, 2);
    CHECK_FALSE(story.is_answered(ticket));
    story.give_up(ticket);
    CHECK(end_of(story.body(ticket)).seq == 2);

    const auto next = story.ask(FollowJournal{kind("connect"), end_of(story.body(ticket))});
    story.join("alice"); // opens, then connects
    CHECK(seqs_of(story.body(next)) == Seqs{4});
}

TEST_CASE("an answer to a follower is bounded, and the next ones have the rest", "[core]") {
    WorldStory story;
    make_entries(story, Unseen::entries_max + 1);
    const auto first = story.call(FollowJournal{{}, beginning});
    CHECK(first["entries"].size() == Unseen::entries_max);
    CHECK(seqs_of(story.call(FollowJournal{{}, end_of(first)})) == Seqs{Unseen::entries_max + 1});
}

TEST_CASE("an answer to a follower is bounded in bytes too, but has an entry", "[core]") {
    Journal journal;
    for (int i = 0; i < 3; ++i) {
        Entry entry;
        entry.data = std::make_shared<const std::string>(to_text(std::string(Unseen::weight_max, ' ')));
        journal.append(entry);
    }
    auto position = beginning;
    CHECK(take_unseen({}, journal, position).entries.size() == 1);
    CHECK(position.seq == 1);
}

TEST_CASE("a follower goes on over a reset", "[core]") {
    WorldStory story;
    make_entries(story, 3);
    const auto ticket = story.ask(FollowJournal{{}, JournalPosition{1, 3}});
    story.call(Reset{});
    CHECK_FALSE(story.is_answered(ticket));
    make_entries(story, 1);
    CHECK(seqs_of(story.body(ticket)) == Seqs{1});
    CHECK(story.body(ticket)["epoch"] == 2);
}

TEST_CASE("a place of another epoch is the beginning of the present one", "[core]") {
    WorldStory story;
    make_entries(story, 3);
    story.call(Reset{});
    make_entries(story, 4);
    const Seqs all{1, 2, 3, 4};
    CHECK(seqs_of(story.call(FollowJournal{{}, JournalPosition{1, 2}})) == all);
    CHECK(seqs_of(story.call(FollowJournal{{}, JournalPosition{9, 2}})) == all);
    CHECK(seqs_of(story.call(FollowJournal{{}, JournalPosition{2, 2}})) == Seqs{3, 4});
    CHECK(seqs_of(story.call(FollowJournal{{}, JournalPosition{0, 2}})) == Seqs{3, 4});
}

TEST_CASE("a place that its epoch has not reached is another server's", "[core]") {
    WorldStory story;
    make_entries(story, 2);
    CHECK(seqs_of(story.call(FollowJournal{{}, JournalPosition{1, 17}})) == Seqs{1, 2});
    const auto beyond = looked(story, FollowJournal{{}, JournalPosition{0, 17}});
    CHECK(beyond["entries"].empty());
    CHECK(end_of(beyond).seq == 2);
}

TEST_CASE("cleared entries are skipped", "[core]") {
    WorldStory story;
    make_entries(story, 3);
    const auto ticket = story.ask(FollowJournal{kind("connect"), beginning});
    story.call(ClearJournal{});
    CHECK_FALSE(story.is_answered(ticket));
    make_entries(story, 1);
    CHECK(seqs_of(story.call(FollowJournal{{}, beginning})) == Seqs{4});
    CHECK(seqs_of(story.call(FollowJournal{{}, JournalPosition{1, 3}})) == Seqs{4});
}

TEST_CASE("a follower gets the number of entries it missed, and then the rest", "[core]") {
    WorldStory story;
    make_entries(story, 3);
    auto inject = inject_to("nobody");
    inject.data = Json(std::string(1024 * 1024, 'x'));
    inject.enforce_contract = false;
    inject.repeat = 25;
    for (int i = 0; i < 3; ++i) story.call(inject);
    const auto dropped = story.call(ListJournal{})["dropped"].get<std::uint64_t>();
    REQUIRE(dropped > 3);

    const auto missed = story.call(FollowJournal{kind("connect"), JournalPosition{1, 2}});
    CHECK(missed["dropped"] == dropped - 2);
    CHECK(missed["entries"].empty());
    CHECK(end_of(missed).seq == dropped);
    CHECK(seqs_of(story.call(FollowJournal{{}, end_of(missed)})) == Seqs{dropped + 1});
    CHECK(story.call(FollowJournal{{}, JournalPosition{1, dropped}})["dropped"] == 0);
}

TEST_CASE("entries that were dropped and then cleared are skipped", "[core]") {
    Journal journal;
    for (std::size_t i = 0; i < Journal::entries_max + 3; ++i) journal.append(Entry{});
    journal.clear();
    journal.append(Entry{});
    auto position = beginning;
    const auto unseen = take_unseen({}, journal, position);
    CHECK(unseen.dropped == 0);
    CHECK(unseen.entries.size() == 1);
}
