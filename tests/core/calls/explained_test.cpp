#include "core/journal/entry_match.hpp"
#include "support/fault_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

policy::Target target(std::string_view text) { return expect_value(policy::parse_target(json_of(text), "")); }

std::size_t count_of(WorldStory& story, std::string_view match) {
    ListJournal list;
    list.match = expect_value(policy::parse_journal_match(json_of(match), ""));
    return story.call(list).at("entries").size();
}

Inject to_everyone() {
    Inject inject;
    inject.event = "NewMessage";
    return inject;
}

} // namespace

TEST_CASE("A control entry has the call's target and body, and matches by user", "[core][explained]") {
    FaultStory story;
    story.join("alice");
    story.join("bob");
    story.call(Disconnect{target(R"({"user":"alice"})"), policy::DisconnectAs::server_disconnect});
    story.install("lossy", R"({"do":"drop","on":{"to":{"user":"bob"}}})");
    story.call(AddAuthRule{expect_value(
        policy::parse_auth_rule(json_of(R"({"match":{"token":"alice"},"outcome":{"do":"hang"}})"), ""))});
    story.call(SetGroup{"9", {"alice", "carol"}});
    const auto entries = story.journal("control");
    REQUIRE(entries.size() == 4);
    CHECK(entries[0]["to"] == json_of(R"({"user":"alice"})"));
    CHECK(entries[1]["to"] == json_of(R"({"user":"bob"})"));
    CHECK(entries[1]["body"]["do"] == "drop");
    CHECK(entries[2]["rule"] ==
          json_of(R"({"id":"call-1","match":{"token":"alice"},"outcome":{"do":"hang"}})"));
    CHECK(entries[3]["members"] == json_of(R"(["alice","carol"])"));
    CHECK(count_of(story, R"({"kind":"control","user":"alice"})") == 3);
    CHECK(count_of(story, R"({"kind":"control","user":"bob"})") == 1);
    CHECK(count_of(story, R"({"kind":"control","user":"carol"})") == 1);
    story.call(Disconnect{target(R"({"all":true})"), policy::DisconnectAs::half_open});
    CHECK(count_of(story, R"({"kind":"control","user":"nobody"})") == 1);
}

TEST_CASE("A target by sid or group matches by the users that it meant", "[core][explained]") {
    WorldStory story;
    story.join("alice");
    story.join("dave");
    const auto sid = story.call(ListConnections{})["connections"][0]["sid"].get<std::string>();
    story.call(Disconnect{target(R"({"sid":")" + sid + R"("})"), policy::DisconnectAs::half_open});
    story.call(Disconnect{target(R"({"group":7})"), policy::DisconnectAs::half_open});
    CHECK(count_of(story, R"({"kind":"control","user":"alice"})") == 2);
    CHECK(count_of(story, R"({"kind":"control","user":"bob"})") == 1);
    CHECK(count_of(story, R"({"kind":"control","user":"dave"})") == 0);
    CHECK(count_of(story, R"({"kind":"control","sid":")" + sid + R"("})") == 2);
}

TEST_CASE("A control entry quotes a body in short", "[core][explained]") {
    FaultStory story;
    const Json long_scenario = {{"description", std::string(5000, 'x')}, {"steps", Json::array()}};
    story.call(SetScenario{"long", long_scenario});
    CHECK(to_text(story.journal("control")[0]).size() < 1000);
}

TEST_CASE("A half-open connection shows in the list and in the events that it never gets",
          "[core][explained]") {
    WorldStory story;
    story.join("alice");
    story.join("bob");
    CHECK(story.call(ListConnections{})["connections"][0]["state"] == "open");
    story.call(Disconnect{target(R"({"user":"alice"})"), policy::DisconnectAs::half_open});
    CHECK(story.call(ListConnections{})["connections"][0]["state"] == "half_open");
    CHECK_FALSE(story.call(ListConnections{}).contains("silent"));
    const auto reply = story.call(to_everyone());
    const auto emit = story.journal("emit").back();
    REQUIRE(emit["unreached"].size() == 1);
    CHECK(emit["unreached"][0]["user"] == "alice");
    CHECK(emit["unreached"][0]["state"] == "half_open");
    CHECK(reply["unreached"] == emit["unreached"]);
    story.call(inject_to("bob"));
    CHECK_FALSE(story.journal("emit").back().contains("unreached"));
}

TEST_CASE("A silent connection shows as such, until its client has left", "[core][explained]") {
    WorldStory story;
    const auto channel = story.join("alice");
    story.call(Disconnect{target(R"({"user":"alice"})"), policy::DisconnectAs::ping_timeout});
    const auto list = story.call(ListConnections{});
    CHECK(list["connections"].empty());
    REQUIRE(list["silent"].size() == 1);
    CHECK(list["silent"][0]["user"] == "alice");
    CHECK(list["silent"][0]["state"] == "silent");
    story.call(inject_to("alice"));
    const auto emit = story.journal("emit").back();
    CHECK(emit["recipients"].empty());
    CHECK(emit["unreached"][0]["state"] == "silent");
    story.lose_channel(channel);
    CHECK_FALSE(story.call(ListConnections{}).contains("silent"));
    story.call(inject_to("alice"));
    CHECK_FALSE(story.journal("emit").back().contains("unreached"));
}

TEST_CASE("The entry of a corrupted event names the byte, and the character that it had",
          "[core][explained]") {
    FaultStory story;
    story.join("alice");
    story.install("flip", R"({"do":"corrupt"})");
    for (int i = 1; i <= 20; ++i) {
        story.send(i, i);
        const auto line = story.wire().at(0).substr(std::string("frame 1: 4").size()); // the Socket.IO packet
        const auto entry = story.journal("fault").back();
        const auto byte = entry.at("byte").get<std::size_t>();
        CHECK(line[1 + byte] == '#');
        CHECK(entry.at("was") != "#");
    }
}

TEST_CASE("A corrupted byte is the one that was hit, where the one asked for is part of a character",
          "[core][explained]") {
    FaultStory story;
    story.join("alice");
    story.install("flip", R"({"do":"corrupt","at":15})");
    auto inject = inject_to("alice");
    inject.data = "\xc3\xa9\xc3\xa9x";
    inject.enforce_contract = false;
    story.call(inject);
    CHECK(story.wire() == WireLines{"frame 1: 42[\"NewMessage\",\"\xc3\xa9\xc3\xa9#\"]"});
    CHECK(story.journal("fault").back().at("byte") == 19);
    CHECK(story.journal("fault").back().at("was") == "x");
}

TEST_CASE("The error about lost entries names the bound of its sandbox", "[core][explained]") {
    constexpr std::size_t share = 1000;
    const Journal journal(share);
    const auto message = entries_lost(journal).message;
    CHECK(message.find(std::to_string(Journal::entries_max / share) + " entries") != std::string::npos);
    CHECK(message.find(std::to_string(Journal::bytes_max / share) + " bytes") != std::string::npos);
}

TEST_CASE("A range that lost entries proves nothing", "[core][explained]") {
    WorldStory story;
    story.join("alice");
    const auto early = story.journal().back().at("seq").get<std::uint64_t>();
    Inject burst = inject_to("alice");
    burst.repeat = 10000;
    burst.data = 1;
    burst.enforce_contract = false;
    for (int i = 0; i < 11; ++i) story.call(burst);
    const auto verify = [&](std::string_view match) {
        VerifyJournal call{expect_value(policy::parse_journal_match(json_of(match), "")), {0, 0}};
        return story.answer(story.ask(call));
    };
    for (const auto& match : {std::string(R"({"kind":"violation"})"),
                              R"({"kind":"violation","after":)" + std::to_string(early) + "}"}) {
        const auto error = expect_error(verify(match));
        CHECK(error.code == ErrorCode::entries_lost);
        CHECK(error.message.find("without those up to 10") != std::string::npos);
    }
    const auto last = std::to_string(story.state().journal.last_seq());
    CHECK(verify(R"({"kind":"violation","after":)" + last + "}"));
    const auto wait = story.ask(
        WaitForEntries{expect_value(policy::parse_journal_match(json_of(R"({"kind":"emit"})"), ""))});
    CHECK(expect_error(story.answer(wait)).code == ErrorCode::entries_lost);
    story.call(ClearJournal{});
    CHECK(verify(R"({"kind":"violation"})"));
}
