#include "base/text/utf8.hpp"
#include "core/replay/replay.hpp"
#include "support/tokens.hpp"
#include "support/world_story.hpp"

#include <algorithm>

using namespace chatmock;
using namespace chatmock::core;

namespace {

Result<Command> read_call(const HttpCall& call) {
    if (call.path == "/journal") return Command(ListJournal{});
    return Error{ErrorCode::unknown_route, call.path};
}

Replayed replayed(const std::string& transcript) { return expect_value(replay(transcript, read_call)); }

// A transcript in which all packets of a client contain its token; a call reads the journal, which contains
// it.
std::string told() {
    WorldStory story;
    const auto token = jwt(R"({"sub":"alice"})");
    const auto channel = story.join(token);
    for (int i = 0; i < 10; ++i) story.frame(channel, R"(42["login",")" + token + R"("])");
    story.join("bob");
    story.ask(ListJournal{}, std::make_shared<const HttpCall>(HttpCall{"GET", "/journal"}));
    return story.transcript();
}

// {"complete":false}, the end of a run that was not recorded further.
std::string end_of_incomplete() {
    const std::string line = R"({"complete":false})";
    return R"({"complete":false,"hash":")" + hash_text(line) + "\"}\n";
}

std::size_t line_at(const std::string& text, std::size_t place) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(place);
    return 1 + static_cast<std::size_t>(std::count(text.begin(), end, '\n'));
}

} // namespace

TEST_CASE("A large answer is replayed without the signatures that are in it", "[core][replay]") {
    const auto transcript = told();
    CHECK(transcript.find("c2lnbmF0dXJl") == std::string::npos);
    CHECK(transcript.find(R"("status":200,"bytes":)") != std::string::npos);
    CHECK_FALSE(replayed(transcript).difference);
}

TEST_CASE("The replay names the line of any changed byte", "[core][replay]") {
    const auto transcript = told() + end_of_incomplete();
    const auto second_line = transcript.find('\n');
    REQUIRE_FALSE(replayed(transcript).difference);
    for (auto place = second_line / 2; place < transcript.size(); place += place < second_line ? 4001 : 53) {
        for (const char changed : {'"', '7'}) {
            auto text = transcript;
            if (text[place] == changed || text[place] == '\n') continue;
            text[place] = changed;
            CAPTURE(place, text.substr(place - 20, 40));
            const auto difference = replayed(text).difference;
            REQUIRE(difference);
            CHECK(difference->line == line_at(text, place));
        }
    }
}

TEST_CASE("A line that cannot be replayed says why", "[core][replay]") {
    auto transcript = told();
    const auto cut = replayed(transcript.substr(0, transcript.size() - 10)).difference;
    REQUIRE(cut);
    CHECK(cut->unreadable->code == ErrorCode::malformed_json);

    const std::string type = R"("type":"upgrade")";
    transcript.replace(transcript.find(type), type.size(), R"("type":"upgraed")");
    const auto unknown = replayed(transcript).difference;
    REQUIRE(unknown);
    CHECK(unknown->unreadable->at == "/in/type");
    CHECK(unknown->recorded.find(R"({"n":1,)") == 0);
}

TEST_CASE("A run that was not written down to its end is known as such", "[core][replay]") {
    CHECK(replayed(told()).complete);
    const auto incomplete = replayed(told() + end_of_incomplete());
    CHECK_FALSE(incomplete.complete);
    CHECK_FALSE(incomplete.difference);
}

TEST_CASE("A difference is shown in whole characters", "[core][replay]") {
    WorldStory story;
    const auto channel = story.join("alice");
    std::string said;
    for (int i = 0; i < 100; ++i) said += "ü";
    story.frame(channel, R"(42["say",")" + said + R"("])");
    auto transcript = story.transcript();
    const auto journalled = transcript.find(R"("data":[")" + said);
    transcript.replace(journalled + 9 + 2 * 40, 2, "x");
    const auto difference = replayed(transcript).difference;
    REQUIRE(difference);
    CHECK(is_utf8(difference->recorded));
    CHECK(difference->recorded.find("x") != std::string::npos);
}

TEST_CASE("A text with another beginning is not a transcript", "[core][replay]") {
    for (const auto* text : {"", "run.jsonl", R"({"entries":[]})", R"({"transcript":1,"version":"0"})",
                             R"({"transcript":3,"version":"9"})"}) {
        CHECK(expect_error(replay(text, read_call)).message.find("GET /journal/export") != std::string::npos);
    }
}
