#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

Inject acked_inject() {
    auto inject = inject_to("alice", "ViewedMessage");
    inject.await = Await::acked;
    return inject;
}

} // namespace

TEST_CASE("acked waits for the client's answer and returns it", "[core]") {
    WorldStory story;
    const auto channel = story.join("alice");
    const auto ticket = story.ask(acked_inject());
    CHECK(story.wire()[0].find(R"(frame 1: 420["ViewedMessage",)") == 0);
    CHECK_FALSE(story.is_answered(ticket));
    story.frame(channel, R"(430["seen",{"at":1}])");
    const auto recipient = story.body(ticket)["recipients"][0];
    CHECK(recipient["state"] == "acked");
    CHECK(recipient["acknowledgement"] == json_of(R"(["seen",{"at":1}])"));
    CHECK(story.journal("acknowledge")[0]["by"] == "client");
}

TEST_CASE("acknowledgement ids count for each socket", "[core]") {
    WorldStory story;
    story.join("alice");
    story.join("alice");
    story.ask(acked_inject());
    story.ask(acked_inject());
    CHECK(story.wire()[0].find("frame 1: 421[") == 0);
    CHECK(story.wire()[1].find("frame 2: 421[") == 0);
}

TEST_CASE("an unexpected acknowledgement has no effect", "[core]") {
    WorldStory story;
    const auto channel = story.join("alice");
    const auto ticket = story.ask(acked_inject());
    CHECK(story.frame(channel, R"(437["stray"])").empty());
    CHECK_FALSE(story.is_answered(ticket));
    CHECK(story.journal("acknowledge").empty());
    const auto stray = story.journal("stray_acknowledge");
    REQUIRE(stray.size() == 1);
    CHECK(stray[0]["ack_id"] == 7);
    CHECK(stray[0]["data"] == json_of(R"(["stray"])"));
}

TEST_CASE("a second acknowledgement counts as none", "[core]") {
    WorldStory story;
    const auto channel = story.join("alice");
    story.ask(acked_inject());
    for (int i = 0; i < 3; ++i) story.frame(channel, "430[]");
    CHECK(story.journal("acknowledge").size() == 1);
    CHECK(story.journal("stray_acknowledge").size() == 2);
}

TEST_CASE("an acknowledgement after its caller has left is not a stray one", "[core]") {
    WorldStory story;
    const auto channel = story.join("alice");
    story.give_up(story.ask(acked_inject()));
    story.frame(channel, "430[]");
    CHECK(story.journal("acknowledge").size() == 1);
}

TEST_CASE("a client that leaves without answering is lost", "[core]") {
    WorldStory story;
    const auto channel = story.join("alice");
    const auto ticket = story.ask(acked_inject());
    story.frame(channel, "41");
    CHECK(story.body(ticket)["recipients"][0]["state"] == "lost");
}

TEST_CASE("a timeout of `acked` lists the clients that did not answer", "[core]") {
    WorldStory story;
    story.join("alice");
    const auto ticket = story.ask(acked_inject());
    story.give_up(ticket);
    const auto error = expect_error(story.answer(ticket));
    CHECK(error.code == ErrorCode::timed_out);
    CHECK(error.message.find("acknowledged") != std::string::npos);
    CHECK(error.nearest.at(0).find("alice") == 0);
    CHECK(error.nearest.at(0).find(": queued") != std::string::npos);
}

TEST_CASE("a timeout of `acked` lists the clients that have the event but did not acknowledge it", "[core]") {
    WorldStory story;
    story.join("alice");
    const auto polling = story.open_polling("alice");
    story.post("EIO=4&transport=polling&sid=" + polling, "40");
    story.get("EIO=4&transport=polling&sid=" + polling);
    const auto ticket = story.ask(acked_inject());
    story.write_all();
    story.give_up(ticket);
    const auto error = expect_error(story.answer(ticket));
    REQUIRE(error.nearest.size() == 2);
    CHECK(error.nearest[0].find(": written") != std::string::npos);
    CHECK(error.nearest[1].find(": queued") != std::string::npos);
}

TEST_CASE("acked is answered once, in any order of receipt and acknowledgement", "[core]") {
    for (const bool is_written_first : {true, false}) {
        WorldStory story;
        const auto channel = story.join("alice");
        const auto ticket = story.ask(acked_inject());
        Written written;
        for (const auto& effect : story.effects()) {
            if (const auto* frame = std::get_if<engineio::SendFrame>(&effect))
                written.receipts.push_back(frame->receipt);
        }
        if (is_written_first) story.play(written);
        CHECK_FALSE(story.is_answered(ticket));
        story.frame(channel, "430[]");
        CHECK(story.body(ticket)["recipients"][0]["state"] == "acked");
        if (!is_written_first) story.play(written);
    }
}

TEST_CASE("bytes in a payload leave as attachments", "[core]") {
    WorldStory story;
    story.join("alice");
    Inject inject;
    inject.event = "NewMessage";
    inject.data = json_of(R"({"file":{"$binary":"AQIDBA=="}})");
    inject.enforce_contract = false;
    story.call(inject);
    CHECK(story.wire() == WireLines{R"(frame 1: 451-["NewMessage",{"file":{"_placeholder":true,"num":0}}])",
                                    "frame 1: <01 02 03 04>"});
    CHECK(story.journal("emit")[0]["data"] == json_of(R"({"file":{"$binary":"AQIDBA=="}})"));
    inject.data = json_of(R"({"file":{"$binary":"AQID\nBA\n"}})"); // with line breaks, as base64 tools wrap
    story.call(inject);
    CHECK(story.wire().back() == "frame 1: <01 02 03 04>");
    CHECK(story.journal("emit")[1]["data"] == json_of(R"({"file":{"$binary":"AQIDBA=="}})"));
}
