// Half of a surrogate pair, as JSON.stringify writes a text that was cut within an emoji: accepted from
// clients and callers, kept, and written back as its escape.
#include "base/text/utf8.hpp"
#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

constexpr std::string_view echoing = R"({"reactions":[
    {"on":"connect","emit":{"event":"auth","arguments":["${auth}"]}},
    {"on":{"event":"message"},"emit":{"event":"back","arguments":"${args}"}},
    {"on":{"event":"ask"},"acknowledge":"${args}"}]})";

std::string fields(const std::string& query) { return query + "&transport=websocket&jwt_token=alice"; }

} // namespace

TEST_CASE("half a surrogate pair in an event is echoed, in both revisions", "[core]") {
    for (const auto* query : {"EIO=4", "EIO=3"}) {
        CAPTURE(query);
        WorldStory story(echoing);
        story.upgrade(fields(query));
        if (std::string_view(query) == "EIO=4") story.frame(1, "40"); // revision 3 joins by itself
        CHECK(story.frame(1, R"(42["message","hi \ud83d",{"\ude00":1}])") ==
              WireLines{R"(frame 1: 42["back","hi \ud83d",{"\ude00":1}])"});
        CHECK(story.frame(1, R"(427["ask","\ud83d"])") == WireLines{R"(frame 1: 437["\ud83d"])"});
        const auto received = story.journal("receive");
        CHECK(to_text(received[0]["data"]) == R"(["hi \ud83d",{"\ude00":1}])");
        CHECK(story.journal("violation").empty());
    }
}

TEST_CASE("half a surrogate pair may be in an event's name and in the payload of CONNECT", "[core]") {
    WorldStory story(echoing);
    story.upgrade(fields("EIO=4"));
    const auto lines = story.frame(1, R"(40{"name":"\ud83d"})");
    CHECK(lines.back() == R"(frame 1: 42["auth",{"name":"\ud83d"}])");
    story.frame(1, R"(42["\ud83d",1])");
    CHECK(to_text(story.journal("receive")[0]["event"]) == R"("\ud83d")");
    ListJournal list;
    list.match.event = "\xed\xa0\xbd";
    CHECK(story.call(list)["entries"].size() == 1);
}

TEST_CASE("half a surrogate pair in a call's data goes out and stands in answers as its escape", "[core]") {
    WorldStory story;
    story.join("alice");
    Inject inject = inject_to("alice");
    inject.data = json_of(R"({"text":"\ud83d"})");
    inject.enforce_contract = false;
    story.call(inject);
    CHECK(story.wire() == WireLines{R"(frame 1: 42["NewMessage",{"text":"\ud83d"}])"});
    CHECK(to_text(story.journal("emit")[0]["data"]) == R"({"text":"\ud83d"})");
    CHECK(is_utf8(story.transcript()));
}

TEST_CASE("half a surrogate pair in an acknowledgement reaches the caller", "[core]") {
    WorldStory story;
    story.join("alice");
    Inject inject = inject_to("alice");
    inject.await = Await::acked;
    const auto ticket = story.ask(inject);
    story.frame(1, R"(430["\ud83d"])");
    CHECK(to_text(story.body(ticket)["recipients"][0]["acknowledgement"]) == R"(["\ud83d"])");
}

TEST_CASE("a length counts half a surrogate pair as one character", "[core]") {
    WorldStory story(R"({"client_events":{"say":{"data":{"type":"string","minLength":2,"maxLength":2}}}})");
    story.join("alice");
    story.frame(1, R"(42["say","a\ud83d"])");
    CHECK(story.journal("violation").empty());
    story.frame(1, R"(42["say","\ud83d"])");
    CHECK(story.journal("violation").size() == 1);
}
