#include "core/replay/replay.hpp"
#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

WorldSettings with_client() {
    WorldSettings settings;
    settings.catalogue = shipped_catalogue();
    settings.profile = expect_value(
        policy::parse_profile(json_of(R"({"endpoints":[{"path":"/chat/"},{"path":"/echo/","echo":true}]})")));
    settings.client_files = {"4.8.4", {"socket.io.js", "socket.io.min.js.map"}};
    return settings;
}

http::Response answer_to(WorldStory& story, const std::string& path, const std::string& etag = "") {
    auto request = story.numbered("GET", path, "");
    if (!etag.empty()) request.headers.emplace_back("If-None-Match", etag);
    story.play(RequestArrived{request});
    return std::get<engineio::Respond>(story.effects().at(0)).response;
}

} // namespace

TEST_CASE("the client's files are handed out below the endpoint", "[core]") {
    WorldStory story(with_client());
    const auto script = answer_to(story, "/chat/socket.io.js?x=1");
    CHECK(script.status == 200);
    CHECK(script.content_type == "application/javascript; charset=utf-8");
    CHECK(script.file == "socket.io.js");
    CHECK(script.headers == http::Headers{{"Cache-Control", "public, max-age=0"}, {"ETag", "\"4.8.4\""}});
    CHECK(answer_to(story, "/chat/socket.io.min.js.map").content_type == "application/json; charset=utf-8");
}

TEST_CASE("a client's file that the browser has is not sent again", "[core]") {
    WorldStory story(with_client());
    for (const auto* etag : {R"("4.8.4")", R"(W/"4.8.4")"}) {
        const auto answer = answer_to(story, "/chat/socket.io.js", etag);
        CHECK(answer.status == 304);
        CHECK(answer.file.empty());
    }
    CHECK(answer_to(story, "/chat/socket.io.js", R"("4.8.3")").status == 200);
    const auto replayed = replay(story.transcript(), [](const HttpCall& call) -> Result<Command> {
        return Error{ErrorCode::unknown_route, call.path};
    });
    CHECK_FALSE(expect_value(replayed).difference);
}

TEST_CASE("the answer for a client file that is not installed says how to install it", "[core]") {
    WorldStory story(with_client());
    const auto answer = answer_to(story, "/chat/socket.io.esm.min.js");
    CHECK(answer.status == 404);
    CHECK(answer.body.find("npm install socket.io-client") != std::string::npos);
}

TEST_CASE("other paths go to Engine.IO", "[core]") {
    WorldStory story(with_client());
    CHECK(answer_to(story, "/chat/other.js").status == 400);
    CHECK(answer_to(story, "/echo/socket.io.js").status == 400);
    CHECK(answer_to(story, "/socket.io/socket.io.js").status == 404);
}

TEST_CASE("a client that sends no EIO has the profile's revision", "[core]") {
    for (const auto* path : {"/socket.io/", "/socket.io"}) {
        WorldStory story(R"({"eio_default":3})");
        const auto opened = answer_to(story, std::string(path) + "?transport=polling&jwt_token=alice");
        REQUIRE(opened.status == 200);
        const auto begin = opened.body.find(R"("sid":")") + 7;
        const auto sid = opened.body.substr(begin, opened.body.find('"', begin) - begin);
        CHECK(opened.body.find(":0{") != std::string::npos); // length-prefixed, as in revision 3
        auto post =
            story.numbered("POST", std::string(path) + "?transport=polling&sid=" + sid, R"(11:42["hello"])");
        story.play(RequestArrived{post});
        CHECK(story.journal("receive").size() == 1);
        CHECK(answer_to(story, "/socket.io/?EIO=4&transport=polling").body[0] == '0');
        story.upgrade("transport=websocket&jwt_token=bob");
        CHECK(story.wire().at(0) == "accept " + std::to_string(story.last_number()));
    }
    WorldStory strict;
    CHECK(answer_to(strict, "/socket.io/?transport=polling").status == 400);
}
