// A profile's `token_from`: identifies a client by any place of its token; transcripts never contain it.
#include "core/replay/replay.hpp"
#include "core/state/invariants.hpp"
#include "support/tokens.hpp"
#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

constexpr std::string_view everywhere = R"({
    "token_from":["query:jwt_token","auth:token","header:authorization","cookie:jwt"],
    "namespaces":["/","/custom"],
    "auth":{"rules":[
        {"match":{"missing":true},"outcome":{"do":"reject"}},
        {"match":{"token":"*banned*"},"outcome":{"do":"reject","message":"Banned"}},
        {"match":{"claims":{"role":"guest"}},"outcome":{"do":"reject","via":"http","message":"No guests"}}]},
    "reactions":[{"on":"connect","namespace":"*","emit":{"event":"auth","args":["${auth}"]}}]})";

const std::string token_of_alice = jwt(R"({"sub":"alice"})");

WireLines open(WorldStory& story, const http::Headers& headers, const std::string& query = "") {
    auto request = story.numbered("GET", "/socket.io/?EIO=4&transport=websocket" + query, "");
    request.headers = headers;
    return story.play(UpgradeArrived{request.exchange, request});
}

std::vector<std::string> users(WorldStory& story) {
    std::vector<std::string> users;
    const Json list = story.call(ListConnections{});
    for (const auto& connection : list.at("connections"))
        users.push_back(connection["namespace"].get<std::string>() + " " +
                        connection["user"].get<std::string>());
    return users;
}

using Users = std::vector<std::string>;

void check_replay(const WorldStory& story) {
    const auto transcript = story.transcript();
    const auto read_call = [](const HttpCall& call) -> Result<Command> {
        return Error{ErrorCode::unknown_route, call.path};
    };
    CHECK_FALSE(expect_value(replay(transcript, read_call)).difference);
}

} // namespace

TEST_CASE("a token in a header or a cookie identifies the client", "[core]") {
    WorldStory story(everywhere);
    open(story, {{"authorization", "Bearer " + token_of_alice}});
    story.frame(1, "40");
    open(story, {{"cookie", "jwt=bob"}});
    story.frame(2, "40");
    CHECK(users(story) == Users{"/ alice", "/ bob"});
    CHECK(story.transcript().find(token_of_alice) == std::string::npos);
    check_replay(story);
}

TEST_CASE("a token in the payload of CONNECT identifies the client, in each namespace", "[core]") {
    WorldStory story(everywhere);
    open(story, {});
    CHECK(story.frame(1, R"(40{"token":")" + token_of_alice + R"("})").size() == 2);
    CHECK(story.frame(1, R"(40/custom,{"token":"bob"})").size() == 2);
    CHECK(users(story) == Users{"/ alice", "/custom bob"});
    CHECK(story.journal("open")[0]["user"] == "anonymous");
    CHECK(story.journal("connect")[0]["user"] == "alice");
    CHECK_NOTHROW(check_everyone(story.state()));
    check_replay(story);
}

TEST_CASE("tokens of one session's CONNECTs are counted within the limit", "[core]") {
    constexpr std::size_t users_max = 3;
    WorldSettings settings{
        1, shipped_catalogue(), expect_value(policy::parse_profile(json_of(everywhere))), {}};
    settings.limits.visits = users_max;
    WorldStory story(settings);
    open(story, {});
    for (std::size_t i = 0; i < 2 * users_max; ++i)
        story.frame(1, R"(40{"token":"banned )" + std::to_string(i) + R"("})");
    const Json limits = story.journal("limit");
    REQUIRE(limits.size() == 1);
    CHECK(limits[0]["limit"] == "visits");
}

TEST_CASE("if no place has a token, the client is refused as one without", "[core]") {
    WorldStory story(everywhere);
    open(story, {});
    CHECK(story.frame(1, "40") == WireLines{R"(frame 1: 44{"message":"Unauthorization"})"});
    CHECK(story.frame(1, R"(40{"token":"bob"})").size() == 2);
    story.frame(1, "40/custom,");
    CHECK(story.wire() == WireLines{R"(frame 1: 44/custom,{"message":"Unauthorization"})"});
    check_replay(story);
}

TEST_CASE("a token at an earlier place in the list takes precedence over one in the payload", "[core]") {
    WorldStory story(everywhere);
    open(story, {{"authorization", "carol"}}, "&jwt_token=alice");
    story.frame(1, R"(40{"token":"bob"})");
    open(story, {{"authorization", "carol"}});
    story.frame(2, R"(40{"token":"bob"})");
    open(story, {{"authorization", "carol"}});
    story.frame(3, "40");
    CHECK(users(story) == Users{"/ alice", "/ bob", "/ carol"});
    check_replay(story);
}

TEST_CASE("rules see the token of the payload; one that would answer the handshake refuses the CONNECT",
          "[core]") {
    WorldStory story(everywhere);
    open(story, {});
    CHECK(story.frame(1, R"(40{"token":"a banned token"})") ==
          WireLines{R"(frame 1: 44{"message":"Banned"})"});
    const auto guest = jwt(R"({"sub":"gus","role":"guest"})");
    CHECK(story.frame(1, R"(40{"token":")" + guest + R"("})") ==
          WireLines{R"(frame 1: 44{"message":"No guests"})"});
    open(story, {}, "&jwt_token=" + guest); // before the payload: the handshake itself is answered
    CHECK(story.wire().at(0).find("No guests") != std::string::npos);
    check_replay(story);
}

TEST_CASE("a secret token of the payload is masked in the transcript, and echoes of it too", "[core]") {
    WorldStory story(everywhere);
    open(story, {});
    const std::string secret = "s3cret/" + std::string(70, 'x') + "+banned-not=";
    const std::string other = "other/" + std::string(70, 'y');
    story.frame(1, R"(40{"token":")" + other + R"("})");
    CHECK(story.wire().back().find(other) != std::string::npos); // the client gets it unchanged
    open(story, {});
    story.frame(2, R"(40{"token":")" + secret + R"("})");
    const auto transcript = story.transcript();
    CHECK(transcript.find(secret) == std::string::npos);
    CHECK(transcript.find(other) == std::string::npos);
    CHECK(transcript.find(std::string("1") + std::string(other.size() - 1, '*')) != std::string::npos);
    check_replay(story);
}

TEST_CASE("parallel clients are numbered for the user that their payload names", "[core]") {
    WorldStory story(everywhere);
    open(story, {});
    open(story, {});
    story.frame(2, R"(40{"token":"bob"})");
    story.frame(1, R"(40{"token":"alice"})");
    for (const auto& [ordinal, connection] : story.state().connections.all()) {
        CAPTURE(ordinal);
        CHECK(connection.identity->connection == 1);
    }
}

TEST_CASE("without token_from the query's jwt_token counts alone", "[core]") {
    WorldStory story;
    open(story, {{"authorization", "Bearer alice"}, {"cookie", "jwt=alice"}});
    CHECK(story.frame(1, R"(40{"token":"alice"})") ==
          WireLines{R"(frame 1: 44{"message":"Unauthorization"})"});
}
