#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

// A story with all features; its effects are its transcript.
WireLines told_with(std::uint64_t seed) {
    WorldStory story(rules_of_default_profile, seed);
    WireLines all;
    const auto tell = [&all](const WireLines& lines) { all.insert(all.end(), lines.begin(), lines.end()); };
    tell(story.upgrade("EIO=4&transport=websocket&jwt_token=alice"));
    tell(story.frame(1, "40"));
    tell(story.get("EIO=4&transport=polling&jwt_token=bob"));
    Inject inject;
    inject.event = "NewMessage";
    inject.fixture = "live";
    inject.repeat = 3;
    story.call(inject);
    tell(story.wire());
    tell(story.advance(std::chrono::minutes(2)));
    all.push_back(to_text(story.journal()));
    return all;
}

std::map<std::string, std::string> sids_when_joining(const std::vector<std::string>& users) {
    WorldStory story;
    for (const auto& user : users) story.join(user);
    const auto connections = story.call(ListConnections{})["connections"];
    std::map<std::string, std::string> sids;
    for (const auto& connection : connections) {
        sids[connection["user"]] =
            connection["sid"].get<std::string>() + connection["engine_sid"].get<std::string>();
    }
    return sids;
}

} // namespace

TEST_CASE("the same seed and the same inputs give the same bytes", "[core]") {
    CHECK(told_with(1) == told_with(1));
    CHECK(told_with(1) != told_with(2));
}

TEST_CASE("sids do not depend on the order of arrival", "[core]") {
    CHECK(sids_when_joining({"alice", "bob", "carol"}) == sids_when_joining({"carol", "alice", "bob"}));
}

TEST_CASE("two worlds know nothing of each other", "[core]") {
    WorldStory one;
    WorldStory other;
    one.join("alice");
    CHECK(other.call(ListConnections{})["connections"].empty());
    CHECK(other.journal().empty());
}

TEST_CASE("time never goes back", "[core]") {
    WorldStory story;
    story.join("alice");
    story.advance(Milliseconds(-5000));
    CHECK(story.call(inject_to("alice"))["seq"] == 3);
    CHECK(story.journal("emit")[0]["at"] == "2023-11-14T22:13:20.000Z");
}
