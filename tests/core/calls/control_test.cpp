#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

policy::Target user(const std::string& name) {
    policy::Target target;
    target.kind = policy::Target::Kind::users;
    target.names = {name};
    return target;
}

JournalMatch match(std::string_view text) {
    return expect_value(policy::parse_journal_match(json_of(text), "/match"));
}

} // namespace

TEST_CASE("server_disconnect leaves the transport to the client", "[core]") {
    WorldStory story;
    story.join("alice");
    story.join("bob");
    const auto reply = story.call(Disconnect{user("alice"), policy::DisconnectAs::server_disconnect});
    CHECK(story.wire() == WireLines{"frame 1: 41"});
    CHECK(reply["disconnected"].size() == 1);
    CHECK(reply["disconnected"][0]["user"] == "alice");
    CHECK(story.call(ListConnections{})["connections"].size() == 1);
}

TEST_CASE("transport_close closes the transport", "[core]") {
    WorldStory story;
    story.join("alice");
    story.call(Disconnect{user("alice"), policy::DisconnectAs::transport_close});
    CHECK(story.wire() == WireLines{"close 1"});
}

TEST_CASE("a wait for connections ends when enough are there", "[core]") {
    WorldStory story;
    const auto ticket = story.ask(WaitForConnections{{user("alice"), {}}, 2});
    story.join("alice");
    CHECK_FALSE(story.is_answered(ticket));
    story.join("alice");
    CHECK(story.body(ticket)["connections"].size() == 2);
    CHECK(story.is_answered(story.ask(WaitForConnections{{user("alice"), {}}, 1})));
}

TEST_CASE("a wait for none ends when the last has gone", "[core]") {
    WorldStory story;
    story.join("alice");
    const auto ticket = story.ask(WaitForConnections{{user("alice"), {}}, 0});
    CHECK_FALSE(story.is_answered(ticket));
    story.lose_channel(1);
    CHECK(story.body(ticket)["connections"].empty());
}

TEST_CASE("a wait's timeout lists the nearest connections", "[core]") {
    WorldStory story;
    story.join("bob");
    const auto ticket = story.ask(WaitForConnections{{user("alice"), {}}, 1});
    story.give_up(ticket);
    const auto error = expect_error(story.answer(ticket));
    CHECK(error.code == ErrorCode::timed_out);
    CHECK(error.nearest.at(0).find("bob") == 0);
}

TEST_CASE("a wait for journal entries ends when enough match", "[core]") {
    WorldStory story;
    const auto channel = story.join("alice");
    const auto ticket =
        story.ask(WaitForEntries{match(R"({"kind":"receive","event":"typing","data":[{"on":true}]})"), 1});
    story.frame(channel, R"(42["typing",{"on":false}])");
    CHECK_FALSE(story.is_answered(ticket));
    story.frame(channel, R"(42["typing",{"on":true}])");
    CHECK(story.body(ticket)["entries"][0]["data"] == json_of(R"([{"on":true}])"));
}

TEST_CASE("the nearest entries of a journal wait have their differences", "[core]") {
    WorldStory story;
    const auto channel = story.join("alice");
    story.frame(channel, R"(42["typing"])");
    const auto ticket = story.ask(WaitForEntries{match(R"({"kind":"receive","event":"typed"})"), 1});
    story.give_up(ticket);
    const auto error = expect_error(story.answer(ticket));
    CHECK(error.nearest.at(0).find(R"(expected the event "typed", got "typing")") != std::string::npos);
}

TEST_CASE("verify counts matching entries", "[core]") {
    WorldStory story;
    story.join("alice");
    story.join("bob");
    CHECK(story.call(VerifyJournal{match(R"({"kind":"connect"})"), {2, 2}})["matched"] == 2);
    CHECK(story.refused(VerifyJournal{match(R"({"kind":"connect"})"), {1, 1}}).code ==
          ErrorCode::verification_failed);
    CHECK(story.refused(VerifyJournal{match(R"({"kind":"connect"})"), {3, {}}}).message ==
          R"(expected at least 3 entries matching {"kind":"connect"}, got 2)");
    CHECK(story.call(VerifyJournal{match(R"({"kind":"violation"})"), {0, 0}})["matched"] == 0);
}

TEST_CASE("an emission matches each of its recipients", "[core]") {
    WorldStory story;
    story.join("alice");
    story.join("bob");
    Inject inject;
    inject.event = "NewMember";
    story.call(inject);
    CHECK(story.call(VerifyJournal{match(R"({"kind":"emit","user":"bob"})"), {1, 1}})["matched"] == 1);
    CHECK(story.refused(VerifyJournal{match(R"({"kind":"emit","user":"carol"})"), {1, 1}}).nearest.size() ==
          1);
}

TEST_CASE("the journal is numbered without gaps, also across a clear", "[core]") {
    WorldStory story;
    story.join("alice");
    const auto entries = story.journal();
    for (std::size_t i = 0; i < entries.size(); ++i) CHECK(entries[i]["seq"] == i + 1);
    CHECK(story.call(ClearJournal{})["cleared"] == entries.size());
    CHECK(story.journal().empty());
    story.join("bob");
    CHECK(story.journal()[0]["seq"] == entries.size() + 1);
}

TEST_CASE("the journal forgets its oldest entries and says how many", "[core]") {
    Journal journal;
    for (std::size_t i = 0; i < Journal::entries_max + 3; ++i) journal.append(Entry{});
    CHECK(journal.entries().size() == Journal::entries_max);
    CHECK(journal.dropped() == 3);
    CHECK(journal.entries().front().seq == 4);
}

TEST_CASE("the journal is bounded in bytes too", "[core]") {
    Journal journal;
    const auto megabyte = std::make_shared<const std::string>(1024 * 1024, ' ');
    for (int i = 0; i < 100; ++i) {
        Entry entry;
        entry.data = megabyte;
        journal.append(entry);
    }
    CHECK(journal.entries().size() < 64);
    CHECK(journal.last_seq() == 100);
}

TEST_CASE("reset is back at the start", "[core]") {
    WorldStory story;
    const auto first_sid = [&] { return story.call(ListConnections{})["connections"][0]["sid"]; };
    story.join("alice");
    const auto sid = first_sid();
    story.call(SetGroup{"7", {}});
    auto held = inject_to("alice");
    held.delay = Milliseconds(1000);
    story.call(held);

    CHECK(story.call(Reset{})["closed"] == 1);
    CHECK(story.wire() == WireLines{"close 1"});
    CHECK(story.journal().empty());
    CHECK(story.call(GetGroups{})["groups"]["7"].size() == 2);
    CHECK(story.next_deadline() == std::nullopt);
    story.join("alice");
    CHECK(first_sid() == sid);
    CHECK(story.journal()[0]["seq"] == 1);
}

TEST_CASE("reset may keep the connections, and their sids stay theirs", "[core]") {
    WorldStory story;
    story.join("alice");
    CHECK(story.call(Reset{true})["closed"] == 0);
    CHECK(story.wire().empty());
    story.join("alice");
    const auto connections = story.call(ListConnections{})["connections"];
    REQUIRE(connections.size() == 2);
    CHECK(connections[0]["sid"] != connections[1]["sid"]);
    CHECK(connections[0]["engine_sid"] != connections[1]["engine_sid"]);
}

TEST_CASE("a reset answers calls that wait for an injection", "[core]") {
    WorldStory story;
    auto inject = inject_to("alice");
    inject.min_recipients = 1;
    const auto ticket = story.ask(inject);
    story.call(Reset{});
    CHECK(expect_error(story.answer(ticket)).message.find("reset") != std::string::npos);
}

TEST_CASE("the catalogue is there to be read", "[core]") {
    WorldStory story;
    CHECK(story.call(ListEvents{}).size() == 5);
    CHECK(story.call(GetFixture{"NewMessage", "default"})["content"] == "string");
    CHECK(story.call(GetContract{"NewMessage"})["type"] == "object");
    CHECK(story.refused(GetFixture{"NewMessage", ".."}).code == ErrorCode::unknown_fixture);
}
