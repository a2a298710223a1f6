#include "support/fault_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

const std::string acknowledging = R"({"reactions":[{"on":{"event":"send"},"acknowledge":["stored"]}]})";

// The answer to an event that requests the acknowledgement 7.
WireLines answer_to(WorldStory& story, engineio::ChannelId channel, const std::string& event = "send") {
    return story.frame(channel, "427[\"" + event + "\"]");
}

} // namespace

TEST_CASE("An acknowledgement is dropped, delayed or duplicated on demand", "[core][acks]") {
    FaultStory story(acknowledging);
    const auto channel = story.join("alice");
    const WireLines stored = {R"(frame 1: 437["stored"])"};
    CHECK(answer_to(story, channel) == stored);
    story.install("lost", R"({"do":"drop_ack","on":{"event":"send","first":1}})");
    CHECK(answer_to(story, channel).empty());
    CHECK(answer_to(story, channel) == stored);
    const auto struck = story.journal("fault").back();
    CHECK(struck["do"] == "drop_ack");
    CHECK(struck["ack_id"] == 7);
    CHECK_FALSE(struck.contains("emit_seq"));
    story.call(RemoveFaults{});
    story.install("late", R"({"do":"delay_ack","ms":300})");
    CHECK(answer_to(story, channel).empty());
    CHECK(story.advance(Milliseconds(300)) == stored);
    story.call(RemoveFaults{});
    story.install("twice", R"({"do":"duplicate_ack","copies":3})");
    CHECK(answer_to(story, channel).size() == 3);
}

TEST_CASE("A fault of acknowledgements strikes no event, and the other way", "[core][acks]") {
    FaultStory story(acknowledging);
    const auto channel = story.join("alice");
    story.install("lost", R"({"do":"drop_ack"})");
    CHECK(story.send(1, 1) == "1 ");
    story.call(RemoveFaults{});
    story.install("lost", R"({"do":"drop"})");
    CHECK(story.send(2, 2).empty());
    CHECK(answer_to(story, channel).size() == 1);
    story.install("others", R"({"do":"drop_ack","on":{"to":{"user":"bob"}}})");
    CHECK(answer_to(story, channel).size() == 1);
}

TEST_CASE("Reactions answer a user's nth event, and in a sequence", "[core][acks]") {
    WorldStory story(R"({"reactions":[
        {"on":{"event":"ping","nth":2},"acknowledge":["second"]},
        {"on":{"event":"send"},"sequence":[{},{"acknowledge":["busy"]},{"acknowledge":["stored"]}]}]})");
    const auto alice = story.join("alice");
    const auto bob = story.join("bob");
    const auto answers = [&](engineio::ChannelId channel, const std::string& event) {
        const auto lines = answer_to(story, channel, event);
        return lines.empty() ? std::string() : lines[0].substr(lines[0].find('['));
    };
    std::vector<std::string> heard;
    for (int i = 0; i < 4; ++i) heard.push_back(answers(alice, "send"));
    CHECK(heard == std::vector<std::string>{"", R"(["busy"])", R"(["stored"])", R"(["stored"])"});
    CHECK(answers(bob, "send").empty());
    CHECK(answers(alice, "ping").empty());
    CHECK(answers(alice, "ping") == R"(["second"])");
    CHECK(answers(alice, "ping").empty());
    Reset keep;
    keep.keep_connections = true;
    story.call(keep);
    CHECK(answers(alice, "send").empty());
    CHECK(answers(alice, "send") == R"(["busy"])");
}

TEST_CASE("A sequence with mistakes is refused at its places", "[core][acks]") {
    const auto places = [](std::string_view reactions) {
        return mistakes_of(expect_error(policy::parse_reactions(json_of(reactions), "/reactions")));
    };
    CHECK(places(R"([{"on":{"event":"a"},"sequence":[{"acknowledge":[]},{"emit":5}]}])").size() >= 1);
    CHECK(places(R"([{"on":"connect","sequence":[{"emit":{"event":"x"}}]}])").size() == 1);
    CHECK(places(R"([{"on":{"event":"a","nth":2},"sequence":[{}]}])").size() == 1);
    CHECK(places(R"([{"on":{"event":"a","nth":0},"acknowledge":[]}])").size() == 1);
}
