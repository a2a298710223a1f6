// ${last.EVENT.FIELD}: an event names values of one that was sent before.
#include "support/golden_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

const std::string by_view = R"({"set":{"/viewed_message_id":"${last.NewMessage.id}"}})";

class Story : public GoldenStory {
public:
    Story() : GoldenStory("{}", {"NewMessage", "ViewedMessage"}) { join("alice"); }

    Json send(const std::string& event, std::string_view body = "{}") {
        call("POST", "/events/" + event, body);
        return data();
    }

    Json data() { return journal("emit").back()["data"]; }
};

void expect_replay(const GoldenStory& story) { CHECK(outcome_of(replay(story.transcript())) == "the same"); }

} // namespace

TEST_CASE("An event names the one that was sent before it", "[core][last]") {
    Story story;
    const auto message = story.send("NewMessage", R"({"patch":{"id":"${uuid}"}})");
    CHECK(story.send("ViewedMessage", by_view)["viewed_message_id"] == message["id"]);
    const auto next = story.send("NewMessage", R"({"patch":{"id":"${uuid}"}})");
    CHECK(next["id"] != message["id"]);
    CHECK(story.send("ViewedMessage", by_view)["viewed_message_id"] == next["id"]);
    expect_replay(story);
}

TEST_CASE("A value keeps its type, and is text within text", "[core][last]") {
    Story story;
    story.send("NewMessage", R"({"patch":{"group_id":7,"content":"hi"}})");
    const auto said =
        story.send("NewMessage", R"({"patch":{"group_id":"${last.NewMessage.group_id}",)"
                                 R"("content":"${last.NewMessage.content} in ${last.NewMessage.group_id}: )"
                                 R"(${last.NewMessage.attachments.0.url}"}})");
    CHECK(said["group_id"] == 7);
    CHECK(said["content"].get<std::string>().find("in 7: string") != std::string::npos);
    CHECK(story.send("ViewedMessage", R"({"data":"${last.NewMessage}","contract":"skip"})") == said);
    expect_replay(story);
}

TEST_CASE("A reference to an event that was not sent, or to a missing field, is an error", "[core][last]") {
    Story story;
    CHECK(story.refused("POST", "/events/ViewedMessage", by_view).message ==
          "${last.NewMessage.id}: expected a NewMessage that was sent before, got none in the journal");
    story.send("NewMessage");
    const auto error = story.refused("POST", "/events/ViewedMessage",
                                     R"({"set":{"/viewed_message_id":"${last.NewMessage.idd}"}})");
    CHECK(error.code == ErrorCode::invalid_value);
    CHECK(error.message.find("did you mean \"id\"?") != std::string::npos);
    CHECK(story
              .refused("POST", "/events/ViewedMessage",
                       R"({"set":{"/viewed_message_id":"${last.NewMessage.content}"}})")
              .code == ErrorCode::contract_violation);
    CHECK(story.refused("POST", "/events/NewMessage", R"({"patch":{"content":"${last.}"}})").code ==
          ErrorCode::unknown_placeholder);
    story.call("POST", "/reset");
    story.join("alice");
    CHECK(story.refused("POST", "/events/ViewedMessage", by_view).code == ErrorCode::invalid_value);
    expect_replay(story);
}

TEST_CASE("A fixture may name a value, and keeps its contract until it is known", "[core][last]") {
    Story story;
    auto fixture = story.call("GET", "/events/ViewedMessage/fixtures/default");
    fixture["viewed_message_id"] = "${last.NewMessage.id}";
    fixture["group_id"] = "${last.NewMessage.group_id}";
    story.call("PUT", "/events/ViewedMessage/fixtures/of-last", to_text(fixture));
    const auto message = story.send("NewMessage", R"({"patch":{"group_id":9}})");
    const auto viewed = story.send("ViewedMessage", R"({"fixture":"of-last"})");
    CHECK(viewed["viewed_message_id"] == message["id"]);
    CHECK(viewed["group_id"] == 9);
    fixture["member_id"] = 7;
    CHECK(story.refused("PUT", "/events/ViewedMessage/fixtures/broken", to_text(fixture)).violations.size() ==
          1);
    expect_replay(story);
}

TEST_CASE("Each recipient gets the values of its own last event", "[core][last]") {
    Story story;
    story.join("bob");
    story.wire();
    story.call("POST", "/events/NewMessage", R"({"patch":{"content":"for ${user}"}})");
    story.wire();
    story.call("POST", "/events/NewMessage", R"({"data":"${last.NewMessage.content}","contract":"skip"})");
    CHECK(story.wire() ==
          WireLines{R"(frame 1: 42["NewMessage","for alice"])", R"(frame 2: 42["NewMessage","for bob"])"});
    expect_replay(story);
}

TEST_CASE("A step saves values of the event that it sent, for later steps", "[core][last][scenarios]") {
    Story story;
    story.call("PUT", "/scenarios/viewed", R"({"steps":[
        {"repeat":{"times":2,"steps":[
          {"inject":{"event":"NewMessage","patch":{"id":"${uuid}","group_id":7}},
           "save":{"message":"/id","group":"/group_id","whole":""}}]}},
        {"inject":{"event":"NewMessage","patch":{"id":"${uuid}"}}},
        {"inject":{"event":"ViewedMessage",
                   "patch":{"viewed_message_id":"{{message}}","group_id":"{{group}}"}}}]})");
    const auto run = story.call("POST", "/scenarios/viewed/run");
    CHECK(run["state"] == "passed");
    const auto emitted = story.journal("emit");
    REQUIRE(emitted.size() == 4);
    CHECK(emitted[3]["data"]["viewed_message_id"] == emitted[1]["data"]["id"]);
    CHECK(emitted[3]["data"]["group_id"] == 7);
    CHECK(run["saved"]["message"] == emitted[1]["data"]["id"]);
    CHECK(run["saved"]["whole"] == emitted[1]["data"]);
    expect_replay(story);
}

TEST_CASE("A step that cannot save is an error with its place", "[core][last][scenarios]") {
    Story story;
    const auto refused = [&](const std::string& steps) {
        return story.refused("PUT", "/scenarios/wrong",
                             R"({"parameters":{"count":1},"steps":[)" + steps + "]}");
    };
    CHECK(refused(R"({"delay":{"ms":1},"save":{"a":"/id"}})").at == "/steps/0/save");
    CHECK(refused(R"({"inject":{"event":"NewMessage"},"save":{"count":"/id"}})").at == "/steps/0/save/count");
    CHECK(refused(R"({"inject":{"event":"NewMessage"},"save":{"round":"/id"}})").at == "/steps/0/save/round");
    CHECK(refused(R"({"inject":{"event":"NewMessage"},"save":{"a":7}})").at == "/steps/0/save/a");
    CHECK(refused(R"({"inject":{"event":"NewMessage","patch":{"id":"{{a}}"}},"save":{"a":"/id"}})").at ==
          "/steps/0/inject/patch/id");
    const auto run = [&](const std::string& step) {
        story.call("PUT", "/scenarios/run", R"({"steps":[)" + step + "]}");
        return story.refused("POST", "/scenarios/run/run");
    };
    CHECK(run(R"({"inject":{"event":"NewMessage"},"save":{"a":"/idd"}})").at == "/steps/0/save/a");
    CHECK(run(R"({"inject":{"event":"NewMessage","delay_ms":9,"await":"queued"},"save":{"a":"/id"}})").at ==
          "/steps/0/save");
    const std::string large(70000, 'x');
    CHECK(run(R"({"inject":{"event":"NewMessage","contract":"skip","patch":{"id":")" + large +
              R"("}},"save":{"a":"/id"}})")
              .at == "/steps/0/save");
    expect_replay(story);
}
