#include "support/golden_story.hpp"
#include "support/tokens.hpp"

using namespace chatmock;
using namespace chatmock::core;
using namespace std::chrono_literals;

namespace {

constexpr ClockSettings running{ClockMode::real, {}};
const std::string by_websocket = "EIO=4&transport=websocket&jwt_token=";

std::vector<Json> lines_of(const std::string& transcript) {
    std::vector<Json> lines;
    std::istringstream text(transcript);
    for (std::string line; std::getline(text, line);) lines.push_back(expect_value(parse_json(line, 1000)));
    return lines;
}

// The lines with the member.
std::vector<Json> lines_with(GoldenStory& story, const std::string& member) {
    std::vector<Json> found;
    for (auto& line : lines_of(story.transcript())) {
        if (line.contains(member)) found.push_back(std::move(line));
    }
    return found;
}

std::vector<std::string> types_of_inputs(GoldenStory& story) {
    std::vector<std::string> types;
    for (const auto& line : lines_with(story, "in")) types.push_back(line["in"]["type"]);
    return types;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

void expect_the_same(GoldenStory& story) { CHECK(outcome_of(replay(story.transcript())) == "the same"); }

const std::string signature = "c2lnbmF0dXJl"; // of every jwt()

} // namespace

TEST_CASE("A transcript contains no token, but its claims", "[core][transcript]") {
    GoldenStory story;
    const auto alice = jwt(R"({"sub":"alice","role":"admin"})");
    const auto bytes = "\xff" + alice;
    story.upgrade(by_websocket + alice);
    story.frame(1, R"(40{"token":")" + alice + R"("})");
    story.frame(1, R"(42["who","Bearer )" + alice + R"("])");
    story.frame(1, R"(451-["file",{"_placeholder":true,"num":0}])");
    story.binary_frame(1, bytes);
    story.call("POST", "/auth/rules", R"({"match":{"token":")" + alice + R"("},"outcome":{"do":"reject"}})");
    story.call("POST", "/events/NewMessage", R"({"data":{"a":")" + alice + R"("},"contract":"skip"})");
    story.join("an%20opaque%20token");
    story.get("EIO=3&transport=polling&jwt_token=" + alice);
    const auto text = story.transcript();
    CHECK_FALSE(has(text, signature));
    CHECK_FALSE(has(text, encode_base64(bytes)));
    CHECK_FALSE(has(text, "opaque"));
    const auto tokens = lines_with(story, "token");
    REQUIRE(tokens.size() == 2);
    CHECK(tokens[0]["user"] == "alice");
    CHECK(tokens[0]["claims"] == json_of(R"({"sub":"alice","role":"admin"})"));
    CHECK(tokens[1]["user"].get<std::string>().rfind("token-", 0) == 0);
    expect_the_same(story);
}

TEST_CASE("A transcript hides all values of a query that may be a token", "[core][transcript]") {
    GoldenStory story;
    std::string query = "EIO=4&transport=polling&mine=visible";
    for (const auto* name :
         {"token", "jwt", "access_token", "auth-token", "id_token", "X-Auth-Token", "userToken"})
        query += "&" + std::string(name) + "=secret";
    story.get(query + "&" + std::string(70, '-') + "token=secret");
    CHECK_FALSE(has(story.transcript(), "secret"));
    CHECK(has(story.transcript(), "visible"));
    expect_the_same(story);
}

TEST_CASE("A large answer that quotes a token replays", "[core][transcript]") {
    GoldenStory story;
    const auto alice = jwt(R"({"sub":"alice"})");
    const auto channel = story.join(alice);
    story.frame(channel, R"(42["who",")" + alice + std::string(2000, '.') + R"("])");
    story.call("GET", "/journal");
    CHECK(lines_with(story, "answers").back()["answers"][0].contains("hash"));
    expect_the_same(story);
}

TEST_CASE("Patterns decide as in the transcript, without the tokens", "[core][transcript]") {
    GoldenStory story;
    const auto alice = jwt(R"({"sub":"alice"})");
    story.join(alice);
    story.join("bob");
    story.call("POST", "/auth/rules",
               R"({"match":{"token":")" + alice.substr(0, 30) + R"(*"},"outcome":{"do":"reject"}})");
    story.join(alice);
    story.join("bob");
    story.join(jwt(R"({"sub":"carol"})")); // a token after the pattern
    story.call("PUT", "/auth", R"({"rules":[{"match":{"token":"b*b"},"outcome":{"do":"reject"}}]})");
    story.join("bob");
    CHECK(story.journal("refuse").size() == 3);
    const auto patterns = lines_with(story, "pattern");
    REQUIRE(patterns.size() == 2);
    CHECK(patterns[0]["tokens"] == Json{1});
    CHECK(patterns[1]["tokens"] == Json{2});
    CHECK(lines_with(story, "claims").back()["matches"].size() == 1);
    expect_the_same(story);
}

TEST_CASE("A held clock decides again which tokens have expired", "[core][transcript]") {
    GoldenStory story(R"({"auth":{"rules":[{"match":{"expired":true},"outcome":{"do":"reject"}}]}})", {},
                      {ClockMode::manual, Instant(1700000000s)});
    const auto token = jwt(R"({"sub":"alice","exp":1700000000.5})");
    story.join(token);
    story.call("POST", "/clock/advance", R"({"ms":1000})");
    story.join(token);
    CHECK(story.journal("refuse").size() == 1);
    CHECK(lines_of(story.transcript())[0]["clock"]["start"] == "2023-11-14T22:13:20.000Z");
    expect_the_same(story);
}

TEST_CASE("Clients with the same token have one number", "[core][transcript]") {
    GoldenStory story;
    story.join("alice");
    story.join("alice");
    CHECK(lines_with(story, "claims").size() == 1);
    expect_the_same(story);
}

TEST_CASE("Read-only calls are in it, and large answers as a hash", "[core][transcript]") {
    GoldenStory story;
    story.call("GET", "/connections");
    story.call("GET", "/contracts/NewMessage");
    story.call("GET", "/journal/export");
    story.refused("GET", "/connections/nobody");
    const auto calls = lines_with(story, "answers");
    REQUIRE(calls.size() == 4);
    CHECK(calls[0]["answers"][0]["body"] == json_of(R"({"connections":[]})"));
    CHECK(calls[1]["answers"][0]["bytes"] > 2000);
    CHECK_FALSE(calls[1]["answers"][0].contains("body"));
    CHECK(calls[3]["answers"][0]["error"]["code"] == "unknown_connection");
    expect_the_same(story);
}

TEST_CASE("A reset without clients begins a transcript", "[core][transcript]") {
    GoldenStory story;
    const auto before = story.join("alice");
    story.ask("POST", "/events/NewMessage", R"({"await":"written"})");
    story.ask("POST", "/connections/wait", R"({"match":{"user":"bob"}})");
    const auto in_vain = story.ask("POST", "/journal/wait", R"({"match":{"event":"never"}})");
    story.advance(5s);
    story.call("POST", "/reset");
    CHECK(lines_of(story.transcript()).size() == 1);
    CHECK(lines_of(story.transcript())[0]["at"] == to_iso8601(story.now()));

    // A receipt of the run before has no effect.
    story.play(Written{{1}});
    story.lose_channel(before);
    story.give_up(in_vain);
    story.join("bob");
    const auto text = story.transcript();
    CHECK_FALSE(has(text, R"("answers")"));
    CHECK_FALSE(has(text, "alice"));
    CHECK(types_of_inputs(story) == std::vector<std::string>{"written", "channel_lost", "upgrade", "frame"});
    expect_the_same(story);
}

TEST_CASE("Receipts count from where the transcript begins", "[core][transcript]") {
    GoldenStory story;
    story.join("alice");
    story.ask("POST", "/events/NewMessage", R"({"await":"written"})");
    story.write_all();
    story.call("POST", "/reset");
    story.join("alice");
    const auto ticket = story.ask("POST", "/events/NewMessage", R"({"await":"written"})");
    story.play(Written{{1, 2}}); // the first belongs to the run before
    CHECK(story.is_answered(ticket));
    CHECK(lines_with(story, "in").back()["in"]["receipts"] == Json{1});
    CHECK(lines_with(story, "out").back()["out"][0]["receipts"] == Json{1});
    expect_the_same(story);
}

TEST_CASE("A reset goes on with the transcript while a client has yet to learn of it", "[core][transcript]") {
    GoldenStory story;
    const auto bob = story.join_polling("bob");
    story.call("POST", "/reset");
    CHECK(types_of_inputs(story).back() == "call");
    story.get(bob); // its poll gets the close packet
    story.join_polling("bob");
    expect_the_same(story);
    story.call("POST", "/clock/advance", R"({"ms":50000,"await":"nothing"})");
    story.call("POST", "/reset");
    CHECK(types_of_inputs(story).empty());
}

TEST_CASE("A reset that keeps connections goes on with the transcript", "[core][transcript]") {
    GoldenStory story;
    story.join("alice");
    story.ask("POST", "/events/NewMessage", R"({"delay_ms":10,"await":"written"})");
    story.call("POST", "/reset", R"({"connections":"keep"})");
    story.join("alice");
    story.call("POST", "/events/NewMessage");
    expect_the_same(story);
}

TEST_CASE("A reset that was put in ends a replay there", "[core][transcript]") {
    GoldenStory story;
    story.call("GET", "/clock");
    const auto text = story.transcript();
    const auto second = text.find('\n') + 1;
    const std::string reset =
        R"({"n":1,"at":"2030-01-01T00:00:00.000Z","in":{"type":"call","ticket":1,"method":"POST","path":"/reset"}})";
    const auto replayed = replay(text.substr(0, second) + reset + "\n" + text.substr(second));
    CHECK(replayed->difference->line == 2);
    CHECK(replayed->difference->replayed.empty());
}

TEST_CASE("Past its bound a transcript ends, and says so", "[core][transcript]") {
    GoldenStory story;
    const std::string megabyte(1024 * 1024, 'x');
    for (int i = 0; i < 33; ++i) // each with its own token, which is not kept alone
        story.post("EIO=4&transport=polling&sid=nobody&jwt_token=user-" + std::to_string(i), megabyte);
    const auto text = story.transcript();
    CHECK(text.size() > story.state().transcript.bytes_max - 2 * megabyte.size());
    CHECK(text.size() < story.state().transcript.bytes_max + megabyte.size());
    CHECK(has(text.substr(text.size() - 100), R"({"complete":false,)"));
    const auto replayed = expect_value(replay(text));
    CHECK(outcome_of(replayed) == "the same");
    CHECK_FALSE(replayed.complete);
    CHECK(replayed.inputs == 31);
    story.call("POST", "/reset");
    CHECK(story.state().transcript.is_complete());
}

TEST_CASE("A run on the machine's time replays, also where it was held meanwhile", "[core][transcript]") {
    GoldenStory story("{}", {"NewMessage"}, running);
    const auto alice = story.join("alice");
    story.call("POST", "/events/NewMessage", R"({"delay_ms":1500,"patch":{"content":"${now}"}})");
    story.advance(1499ms);
    story.advance(7ms); // a late wake-up, not at a deadline
    story.call("PUT", "/clock", R"({"mode":"manual"})");
    story.advance(1h);
    const auto advance = story.ask("POST", "/clock/advance", R"({"ms":24000})");
    story.advance(3ms);
    story.frame(alice, "3");
    CHECK(story.is_answered(advance));
    story.call("PUT", "/clock", R"({"mode":"real"})");
    story.advance(25s);
    story.frame(alice, "3");
    story.advance(-5s); // the machine's time never goes back
    story.call("GET", "/clock");
    story.advance(50s);
    CHECK(story.journal("close").size() == 1);
    expect_the_same(story);
}

TEST_CASE("Time that passes is in it if it has effects", "[core][transcript]") {
    GoldenStory story("{}", {}, running);
    story.join("alice");
    story.advance(10s);
    CHECK(types_of_inputs(story) == std::vector<std::string>{"upgrade", "frame"});
    story.advance(15s);
    CHECK(types_of_inputs(story).back() == "time_passed");
    expect_the_same(story);
}

TEST_CASE("A follower leaves no trace except the passed time", "[core][transcript]") {
    GoldenStory story("{}", {}, running);
    const auto watch = [&story] { return story.WorldStory::ask(FollowJournal{}); };
    const auto first = watch();
    story.join("alice"); // answers the call
    CHECK(story.is_answered(first));
    const auto second = watch();
    story.give_up(second);
    CHECK(story.is_answered(second));
    CHECK(types_of_inputs(story) == std::vector<std::string>{"upgrade", "frame"});
    story.advance(24s);
    story.WorldStory::ask(FollowJournal{});
    CHECK(types_of_inputs(story).size() == 2);
    const auto before = story.state().output.frames_sent();
    story.advance(1s, Called{1000, FollowJournal{}}); // the ping is due by then
    CHECK(story.state().output.frames_sent() == before + 1);
    CHECK(types_of_inputs(story).back() == "time_passed");
    CHECK_FALSE(has(story.transcript(), R"("answers")"));
    expect_the_same(story);
}

TEST_CASE("Waiting until all is quiet replays with its confirmations", "[core][transcript]") {
    GoldenStory story;
    story.join("alice");
    const auto bob = story.join_polling("bob");
    const auto busy = story.ask("GET", "/quiesce");
    story.write_all();
    story.give_up(busy);
    const auto quiet = story.ask("GET", "/quiesce?timeout_ms=100");
    story.call("POST", "/events/NewMessage"); // more is sent meanwhile
    story.write_all();
    story.get(bob);
    story.get(bob);
    story.write_all();
    story.get(bob);
    story.play(Written{{story.state().last_receipt}});
    CHECK(story.is_answered(quiet));
    CHECK(has(story.transcript(), R"("type":"confirm")"));
    expect_the_same(story);
}

TEST_CASE("Bytes and names that are not UTF-8 replay", "[core][transcript]") {
    GoldenStory story;
    story.get("EIO=4&transport=polling&%ff=1&%fe=2&name=%ff");
    story.join("%ff");
    story.frame(story.last_number(), "40/\xff,");
    story.call("PUT", "/groups/\xff", R"({"members":["a"]})");
    story.call("PUT", "/groups/\xfe", R"({"members":["b"]})");
    story.call("GET", "/groups");
    story.call("GET", "/journal?user=\xff");
    story.refused("GET", "/connections/\xff\xfe");
    story.post("EIO=4&transport=polling&sid=nobody", "\xff\xfe");
    expect_the_same(story);
}

TEST_CASE("The deepest allowed nesting replays, although a transcript adds levels", "[core][transcript]") {
    const auto nested = [](int depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    GoldenStory story(R"({"reactions":[{"on":{"event":"deep"},"emit":{"event":"back","arguments":[)" +
                      nested(190) + R"(,[["${args}"]]]}}]})");
    const auto alice = story.join("alice");
    story.frame(alice, R"(42["deep",)" + nested(json_depth_max - 1) + "]");
    story.call("POST", "/events/NewMessage",
               R"({"contract":"skip","data":{"a":)" + nested(json_depth_max - 2) + "}}");
    CHECK(story.journal("emit").size() == 2);
    expect_the_same(story);
}
