// Calls that are easily read as another call.
#include "support/catch.hpp"
#include "support/control_story.hpp"

using namespace chatmock;
using namespace chatmock::control;

namespace {

using Statuses = std::vector<int>;

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("A slash in a name is escaped in the path, and so is a percent sign", "[control]") {
    ControlStory story;
    for (const auto* name :
         {"chat%2Fmessage", "chat%2fmessage", "100%25", "100%252F", "a+b&c", "caf%C3%A9"}) {
        CAPTURE(name);
        const auto group = "/groups/" + std::string(name);
        CHECK(statuses_in(story.call(request("PUT " + group, R"({"members":["alice"]})"))) == Statuses{200});
    }
    const auto groups = story.call(request("GET /groups"));
    for (const auto* name : {R"("chat/message")", R"("100%")", R"("100%2F")", R"("a+b&c")", R"("café")"})
        CHECK(has(groups, name));
    CHECK(statuses_in(story.call(request("DELETE /groups/chat%2Fmessage"))) == Statuses{200});
    CHECK_FALSE(has(story.call(request("GET /groups")), "chat/message"));
    CHECK(statuses_in(story.call(request("PUT /sandboxes/default/groups/a%2Fb", R"({"members":[]})"))) ==
          Statuses{200});
    CHECK(statuses_in(story.call(request("GET /journal%2Fstream"))) == Statuses{404});
    CHECK(statuses_in(story.call(request("GET /groups/a/b"))) == Statuses{404});
}

TEST_CASE("A NUL behind the JSON of a body is a mistake at its place", "[control]") {
    ControlStory story;
    std::string body = R"({"fixture":"default"})";
    body += '\0';
    const auto answer = story.call(request("POST /events/NewMessage", body + "}"));
    CHECK(statuses_in(answer) == Statuses{400});
    CHECK(has(answer, "line 1, column 22: expected the end of the text, got the character NUL"));
}

TEST_CASE("A query cannot ask for data, as its values are texts", "[control]") {
    ControlStory story;
    for (const auto* path : {"/journal", "/journal/stream"}) {
        const auto answer = story.call(request("GET " + std::string(path) + "?data=1"));
        CHECK(statuses_in(answer) == Statuses{400});
        CHECK(has(answer, "unknown query parameter"));
        CHECK_FALSE(has(answer, "did you mean"));
    }
    auto& client = story.connect();
    story.send(client, request("POST /journal/wait", R"({"match":{"data":1},"timeout_ms":1})"));
    story.pass(Milliseconds(1));
    CHECK(statuses_in(client.out) == Statuses{408});
}

TEST_CASE("A Last-Event-ID that no event had is refused", "[control]") {
    ControlStory story;
    for (const auto* id : {"0-1", "x", "1", "-1"})
        CHECK(statuses_in(story.call(
                  request("GET /journal/stream", "", "Last-Event-ID: " + std::string(id) + "\r\n"))) ==
              Statuses{400});
}
