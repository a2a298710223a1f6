#include "support/tokens.hpp"
#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

// The last refusal of the journal.
Json refusal_of(WorldStory& story) {
    const auto refusals = story.journal("refuse");
    REQUIRE_FALSE(refusals.empty());
    return refusals.back();
}

http::Request handshake(WorldStory& story, const std::string& name, const std::string& value) {
    auto request = story.numbered("GET", "/socket.io/?EIO=4&transport=polling", "");
    request.headers.emplace_back(name, value);
    return request;
}

std::string seen_after_polling(WorldStory& story, const http::Request& request) {
    story.play(RequestArrived{request});
    const auto& line = story.wire().at(0);
    const auto sid = json_of(line.substr(line.find('{'))).at("sid").get<std::string>();
    story.post("EIO=4&transport=polling&sid=" + sid, "40");
    return refusal_of(story).at("seen");
}

} // namespace

TEST_CASE("A refusal at CONNECT says which rule of which origin refused what", "[core][reason]") {
    WorldStory story;
    story.upgrade("EIO=4&transport=websocket");
    story.frame(1, R"(40{"token":"secret-of-alice"})");
    const auto refusal = refusal_of(story);
    CHECK(refusal["layer"] == "auth");
    CHECK(refusal["rule"] == "profile-1");
    CHECK(refusal["rule_from"] == "profile");
    CHECK(refusal["seen"] == "a token is in auth.token, not in jwt_token");
    CHECK(to_text(story.journal()).find("secret-of-alice") == std::string::npos);
    CHECK(story.transcript().find("secret-of-alice") != std::string::npos); // it reads like a name
}

TEST_CASE("An opaque token in the wrong place is not in the transcript", "[core][reason]") {
    WorldStory story;
    story.upgrade("EIO=4&transport=websocket&token=opaque!in!the!query");
    story.frame(1, R"(40{"token":"opaque!in!connect"})");
    CHECK(story.transcript().find("opaque!in") == std::string::npos);
}

TEST_CASE("A token in a header or a cookie is seen there", "[core][reason]") {
    WorldStory story;
    CHECK(seen_after_polling(story, handshake(story, "Authorization", "Bearer x")) ==
          "a token is in the header authorization, not in jwt_token");
    CHECK(seen_after_polling(story, handshake(story, "Cookie", "a=b; access_token=x")) ==
          "a token is in the cookie access_token, not in jwt_token");
    CHECK(seen_after_polling(story, handshake(story, "Cookie", "session=x")) == "no token in jwt_token");
}

TEST_CASE("A refusal at the handshake has its reason, too", "[core][reason]") {
    WorldStory story;
    story.call(AddAuthRule{expect_value(policy::parse_auth_rule(
        json_of(
            R"({"id":"closed","match":{},"outcome":{"do":"reject","via":"http","status":503,"delay_ms":10}})"),
        ""))});
    story.upgrade("EIO=4&transport=websocket&jwt_token=alice");
    story.call(RemoveAuthRule{"closed"});
    story.advance(Milliseconds(10));
    const auto refusal = refusal_of(story);
    CHECK(refusal["status"] == 503);
    CHECK(refusal["rule"] == "closed");
    CHECK(refusal["rule_from"] == "call");
    CHECK(refusal["seen"] == "the rule matches every client");
    CHECK(refusal["hint"] == "DELETE /auth/rules/closed removes the rule");
}

TEST_CASE("The reason names a namespace that is the endpoint's path", "[core][reason]") {
    WorldStory story;
    story.upgrade("EIO=4&transport=websocket&jwt_token=alice");
    CHECK(story.frame(1, "40/socket.io,") ==
          WireLines{R"(frame 1: 44/socket.io,{"message":"Invalid namespace"})"});
    const auto path = refusal_of(story);
    CHECK(path["layer"] == "namespace");
    CHECK(path["hint"].get<std::string>().find(
              R"("/socket.io" is the path of the socket endpoint, not a namespace)") == 0);
    story.frame(1, "40/chat,");
    const auto other = refusal_of(story);
    CHECK(other["seen"] == R"(the namespace "/chat"; the profile has "/")");
    CHECK(other["hint"].get<std::string>().find("is the path") == std::string::npos);
}

TEST_CASE("A handshake that Engine.IO refuses is in the journal with its reason", "[core][reason]") {
    WorldStory story;
    story.get("transport=polling");
    auto refusal = refusal_of(story);
    CHECK(refusal["layer"] == "engineio");
    CHECK(refusal["status"] == 400);
    CHECK(refusal["seen"] == "no EIO in the query");
    story.get("EIO=5&transport=polling");
    CHECK(refusal_of(story)["seen"] == R"(EIO is "5")");
    story.upgrade("");
    CHECK(refusal_of(story)["seen"] == "no transport in the query");
    story.upgrade("EIO=4&transport=flash");
    CHECK(refusal_of(story)["seen"] == R"(transport is "flash")");
    story.get("EIO=4&transport=websocket");
    CHECK(refusal_of(story)["seen"] == "transport=websocket in a request that is not a WebSocket handshake");
    story.post("EIO=4&transport=polling", "");
    CHECK(refusal_of(story)["seen"] == "the method POST, and no sid in the query");
    CHECK(story.journal("refuse").size() == 6);
}

TEST_CASE("A client at the wrong path is in the journal, a browser's other requests are not",
          "[core][reason]") {
    WorldStory story;
    story.upgrade("EIO=4&transport=websocket", "/chat/");
    const auto refusal = refusal_of(story);
    CHECK(refusal["layer"] == "path");
    CHECK(refusal["status"] == 404);
    CHECK(refusal["seen"] == R"(the path "/chat/")");
    CHECK(refusal["hint"].get<std::string>().find("the socket endpoint is /socket.io/") == 0);
    story.play(RequestArrived{story.numbered("GET", "/favicon.ico", "")});
    story.get("EIO=4&transport=polling&sid=unknown");
    CHECK(story.journal("refuse").size() == 1);
}

TEST_CASE("Each violation has a code", "[core][reason]") {
    WorldStory story;
    const auto channel = story.join("alice");
    story.play(ChannelViolated{channel, "it does not read", "slow_reader"});
    story.frame(channel, "2probe");
    story.frame(story.join("bob"), "40");
    story.upgrade("EIO=4&transport=websocket&jwt_token=carol");
    story.frame(story.last_number(), "42[\"x\"]");
    story.frame(story.join("dave"), "4?");
    std::vector<std::string> codes;
    for (const auto& entry : story.journal("violation")) codes.push_back(entry.at("code"));
    CHECK(codes == std::vector<std::string>{"slow_reader", "unexpected_heartbeat", "connected_twice",
                                            "not_connected", "socketio_packet"});
}
