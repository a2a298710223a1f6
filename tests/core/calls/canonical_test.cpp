#include "core/calls/canonical.hpp"
#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

const std::string answering_profile = R"({"namespaces":["/","/custom"],"reactions":[
    {"on":"connect","emit":{"event":"welcome","arguments":["${auth}"]}},
    {"on":{"event":"typing"},"acknowledge":["seen"]},
    {"on":{"event":"break"},"emit":{"event":"NewMember","fixture":"nobody"}}]})";

Json canonical(WorldStory& story, std::string_view match = "{}") {
    ListJournal list;
    list.match = expect_value(policy::parse_journal_match(json_of(match), ""));
    list.canonical = true;
    return story.call(list).at("entries");
}

// "alice 1 connect", one line each.
std::vector<std::string> kinds_in(const Json& lines) {
    std::vector<std::string> kinds;
    for (const auto& line : lines) {
        const auto who = line.contains("user") ? line["user"].get<std::string>() + " " +
                                                     std::to_string(line["connection"].get<int>()) + " "
                                               : "";
        kinds.push_back(who + line["kind"].get<std::string>());
    }
    return kinds;
}

Inject inject_text(const std::string& user, std::string_view text) {
    auto inject = inject_to(user);
    inject.data = Json{{"text", text}};
    inject.enforce_contract = false;
    return inject;
}

struct Told {
    Json plain;
    Json canonical;
};

// Each name is the next step of that user's client: open, join, send an event, and again.
Told told_when_stepping(const std::vector<std::string>& users, std::string_view said = "hello") {
    WorldStory story(answering_profile);
    std::map<std::string, std::vector<engineio::ChannelId>> steps;
    for (const auto* user : {"alice", "bob"}) { // waits for the missing ones
        auto inject = inject_text(user, said);
        inject.min_recipients = 1;
        story.ask(inject);
    }
    for (const auto& user : users) {
        auto& channels = steps[user];
        if (channels.empty()) story.upgrade("EIO=4&transport=websocket&jwt_token=" + user);
        else if (channels.size() == 1) story.frame(channels[0], R"(40{"from":")" + user + R"("})");
        else story.frame(channels[0], R"(427["typing",{"by":")" + user + R"("}])");
        channels.push_back(story.last_number());
    }
    Inject inject;
    inject.event = "NewMember";
    story.call(inject);
    for (const auto& user : users) story.lose_channel(steps[user][0]);
    return {story.journal(), canonical(story)};
}

} // namespace

TEST_CASE("the canonical form does not depend on the order of arrival", "[canonical]") {
    const auto one = told_when_stepping({"alice", "alice", "alice", "bob", "bob", "bob", "alice"});
    const auto other = told_when_stepping({"bob", "alice", "bob", "bob", "alice", "alice", "alice"});
    CHECK(one.plain != other.plain);
    CHECK(to_text(one.canonical) == to_text(other.canonical));
    CHECK(kinds_in(one.canonical) ==
          std::vector<std::string>{
              "alice 1 open",        "alice 1 connect",     "alice 1 receive",   "alice 1 receive",
              "alice 1 disconnect",  "alice 1 close",       "alice 1 emit",      "alice 1 emit",
              "alice 1 acknowledge", "alice 1 acknowledge", "alice 1 emit",      "bob 1 open",
              "bob 1 connect",       "bob 1 receive",       "bob 1 disconnect",  "bob 1 close",
              "bob 1 emit",          "bob 1 emit",          "bob 1 acknowledge", "bob 1 emit"});
}

TEST_CASE("another payload makes another canonical form", "[canonical]") {
    const std::vector<std::string> steps = {"alice", "bob", "bob", "alice"};
    CHECK(told_when_stepping(steps).canonical == told_when_stepping(steps).canonical);
    CHECK(told_when_stepping(steps).canonical != told_when_stepping(steps, "bye").canonical);
}

TEST_CASE("the canonical form does not depend on polls or upgrades", "[canonical]") {
    const auto told = [](bool polls_often, bool upgrades) {
        WorldStory story;
        const auto sid = story.open_polling("alice");
        const auto query = "EIO=4&transport=polling&sid=" + sid;
        if (upgrades) {
            story.upgrade("EIO=4&transport=websocket&sid=" + sid);
            story.frame(story.last_number(), "2probe");
            story.frame(story.last_number(), "5");
            story.frame(story.last_number(), "40");
        } else {
            story.post(query, "40");
        }
        for (const auto* text : {"one", "two", "three"}) {
            if (polls_often) story.get(query);
            story.call(inject_text("alice", text));
        }
        if (!upgrades) story.get(query);
        return to_text(canonical(story));
    };
    const auto once = told(false, false);
    CHECK(once == told(true, false));
    CHECK(once == told(false, true));
}

TEST_CASE("a user's connections are numbered as they open, whichever joins first", "[canonical]") {
    const auto told = [](bool in_order) {
        WorldStory story;
        story.upgrade("EIO=4&transport=websocket&jwt_token=alice");
        story.upgrade("EIO=4&transport=websocket&jwt_token=alice");
        story.frame(in_order ? 1 : 2, "40");
        story.frame(in_order ? 2 : 1, "40");
        story.frame(2, R"(42["typing"])");
        story.call(inject_to("alice"));
        return std::make_pair(canonical(story), story.call(ListConnections{})["connections"]);
    };
    const auto [lines, connections] = told(true);
    CHECK(to_text(lines) == to_text(told(false).first));
    CHECK(kinds_in(lines) == std::vector<std::string>{"alice 1 open", "alice 1 connect", "alice 1 emit",
                                                      "alice 2 open", "alice 2 connect", "alice 2 receive",
                                                      "alice 2 emit"});
}

TEST_CASE("a connection's number is the one that its sids are derived from", "[canonical]") {
    WorldStory story;
    story.join("alice");
    story.call(Reset{true});
    story.join("alice"); // the first client is still connected
    CHECK(canonical(story)[0]["connection"] == 2);
}

TEST_CASE("a canonical line has no random parts", "[canonical]") {
    WorldStory story;
    const auto channel = story.join("alice");
    story.frame(channel, R"(42["typing",{"on":true}])");
    story.call(inject_text("alice", "hello"));
    const auto line = [](std::size_t n, std::string_view rest) {
        return R"({"user":"alice","connection":1,"n":)" + std::to_string(n) +
               R"(,"at":"2023-11-14T22:13:20.000Z",)" + std::string(rest) + "}";
    };
    std::vector<std::string> lines;
    for (const auto& each : canonical(story)) lines.push_back(to_text(each));
    CHECK(lines ==
          std::vector<std::string>{
              line(1, R"("kind":"open","transport":"websocket","protocol":{"engineio":4,"socketio":5})"),
              line(2, R"("kind":"connect")"),
              line(3, R"("kind":"receive","event":"typing","data":[{"on":true}])"),
              line(1, R"("kind":"emit","event":"NewMessage","data":{"text":"hello"})")});
}

TEST_CASE("a canonical line names its namespace where that is not the main one", "[canonical]") {
    WorldStory story(answering_profile);
    const auto channel = story.join("alice");
    story.frame(channel, "40/custom,");
    auto inject = inject_to("alice");
    inject.namespace_name = "/custom";
    story.call(inject);
    CHECK(canonical(story, R"({"kind":"connect"})")[0].contains("namespace") == false);
    CHECK(canonical(story, R"({"kind":"connect"})")[1]["namespace"] == "/custom");
    CHECK(canonical(story, R"({"event":"NewMessage"})")[0]["namespace"] == "/custom");
}

TEST_CASE("entries without a connection or recipients are first, in order", "[canonical]") {
    WorldStory story;
    story.join("alice");
    story.call(SetGroup{"7", {}});
    story.call(inject_to("nobody"));
    story.call(SetAuth{{}});
    const auto lines = canonical(story);
    CHECK(kinds_in(lines) ==
          std::vector<std::string>{"control", "emit", "control", "alice 1 open", "alice 1 connect"});
    CHECK(lines[1]["n"] == 2);
    CHECK(lines[1]["recipients"] == Json::array());
    CHECK(lines[2]["call"] == "set_auth");
}

TEST_CASE("each recipient's line has its own payload", "[canonical]") {
    WorldStory story;
    story.join("bob");
    story.join("alice");
    auto inject = inject_text("alice", "for ${user}");
    inject.to = {};
    story.call(inject);
    const auto lines = canonical(story, R"({"kind":"emit"})");
    REQUIRE(lines.size() == 2);
    CHECK(lines[0]["data"]["text"] == "for alice");
    CHECK(lines[1]["data"]["text"] == "for bob");
}

TEST_CASE("the payload of each recipient counts for the journal's bounds", "[canonical]") {
    Journal journal;
    for (int i = 0; i < 3; ++i) {
        Entry entry;
        entry.data_by_user = std::make_shared<const TextByUser>(
            TextByUser{{"alice", std::make_shared<const std::string>(Journal::bytes_max / 2, ' ')}});
        journal.append(entry);
    }
    CHECK(journal.dropped() == 2);
}

TEST_CASE("a failed reaction is recorded with its client", "[canonical]") {
    WorldStory story(answering_profile);
    story.frame(story.join("alice"), R"(42["break"])");
    CHECK(kinds_in(canonical(story, R"({"kind":"control"})")) == std::vector<std::string>{"alice 1 control"});
    CHECK(story.journal("control")[0]["user"] == "alice");
}

TEST_CASE("filters apply before the canonical form", "[canonical]") {
    WorldStory story;
    story.join("alice");
    story.join("bob");
    const auto sid = story.call(ListConnections{})["connections"][1]["sid"].get<std::string>();
    Inject inject;
    inject.event = "NewMember";
    story.call(inject);
    using Kinds = std::vector<std::string>;
    CHECK(kinds_in(canonical(story, R"({"user":"alice"})")) ==
          Kinds{"alice 1 open", "alice 1 connect", "alice 1 emit"});
    CHECK(kinds_in(canonical(story, R"({"sid":")" + sid + R"("})")) == Kinds{"bob 1 connect", "bob 1 emit"});
    CHECK(kinds_in(canonical(story, R"({"user":"alice","sid":")" + sid + R"("})")).empty());
    CHECK(kinds_in(canonical(story, R"({"kind":"emit"})")) == Kinds{"alice 1 emit", "bob 1 emit"});
    CHECK(kinds_in(canonical(story, R"({"event":"NewMember","after":4})")).size() == 2);
    const auto late = canonical(story, R"({"after":3})");
    CHECK(kinds_in(late) == Kinds{"alice 1 emit", "bob 1 connect", "bob 1 emit"});
    CHECK(late[1]["n"] == 1);
}

TEST_CASE("a canonical journal has a journal's bounds", "[canonical]") {
    Recipients recipients;
    for (const auto* user : {"alice", "bob", "carol"}) {
        recipients.push_back(std::make_shared<policy::Identity>(policy::Identity{"", user, Json(), 1}));
    }
    Entry entry;
    entry.kind = EntryKind::emit;
    entry.data = std::make_shared<const std::string>(to_text(std::string(Journal::bytes_max / 2, ' ')));
    entry.recipients = std::make_shared<const Recipients>(recipients);
    Journal journal;
    journal.append(entry);
    CHECK(expect_error(canonical_entries({}, journal)).at == "/canonical");
    JournalMatch match;
    match.user = "alice";
    CHECK(expect_value(canonical_entries(match, journal))->size() == 1);
}
