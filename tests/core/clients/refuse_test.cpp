#include "support/tokens.hpp"
#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

WireLines refused(const std::string& channel) {
    return {"frame " + channel + R"(: 44{"message":"Unauthorization"})"};
}

policy::AuthRule rule(std::string_view text) {
    return expect_value(policy::parse_auth_rule(json_of(text), ""));
}

} // namespace

TEST_CASE("a caller without a token is refused", "[core]") {
    WorldStory story;
    story.upgrade("EIO=4&transport=websocket");
    CHECK(story.frame(1, "40") == refused("1"));
    CHECK(story.call(ListConnections{})["connections"].empty());
    CHECK(story.journal("refuse")[0]["message"] == "Unauthorization");
}

TEST_CASE("a token that a rule's pattern names is refused", "[core]") {
    WorldStory story;
    story.upgrade("EIO=4&transport=websocket&jwt_token=invalid-signature");
    CHECK(story.frame(1, "40") == refused("1"));
}

TEST_CASE("a JWT expires on the mock's clock", "[core]") {
    WorldStory story; // starts at 1700000000 s
    const auto token = jwt(R"({"sub":"alice","exp":1700000060})");
    story.upgrade("EIO=4&transport=websocket&jwt_token=" + token);
    CHECK(story.frame(1, "40")[0].find("frame 1: 40{") == 0);
    story.frame(1, "41");
    story.advance(std::chrono::seconds(15));
    CHECK(story.frame(1, "40")[0].find("frame 1: 40{") == 0);
    story.frame(1, "41");
    story.advance(std::chrono::seconds(45)); // the session continues: its client answered in time
    story.upgrade("EIO=4&transport=websocket&jwt_token=" + token);
    CHECK(story.frame(2, "40") == refused("2"));
}

TEST_CASE("a posted rule goes first, and reset takes it away", "[core]") {
    WorldStory story;
    story.call(AddAuthRule{
        rule(R"({"match":{"claims":{"sub":"bob"}},"outcome":{"do":"reject","message":"Banned"}})")});
    story.upgrade("EIO=4&transport=websocket&jwt_token=" + jwt(R"({"sub":"bob"})"));
    CHECK(story.frame(1, "40") == WireLines{R"(frame 1: 44{"message":"Banned"})"});
    CHECK(story.call(GetAuth{})["rules"].size() == 4);

    story.call(Reset{});
    CHECK(story.call(GetAuth{})["rules"].size() == 3);
    story.upgrade("EIO=4&transport=websocket&jwt_token=" + jwt(R"({"sub":"bob"})"));
    CHECK(story.frame(2, "40")[0].find("frame 2: 40{") == 0);
}

TEST_CASE("a refused client may try again once the rules let it in", "[core]") {
    WorldStory story;
    story.upgrade("EIO=4&transport=websocket");
    CHECK(story.frame(1, "40") == refused("1"));
    story.call(SetAuth{});
    CHECK(story.frame(1, "40")[0].find("frame 1: 40{") == 0);
}
