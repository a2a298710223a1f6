// Every call of the control API exists below /sandboxes/NAME, from the same route table.
#include "support/catch.hpp"
#include "support/control_story.hpp"

using namespace chatmock;
using namespace chatmock::control;

namespace {

using Statuses = std::vector<int>;

constexpr std::string_view wait_for_alice = R"({"match":{"user":"alice"},"timeout_ms":60000})";

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("Every route is one of each sandbox, and answers there as it does in default",
          "[control][sandboxes]") {
    for (const auto& route : routes()) {
        const std::string pattern(route.pattern);
        if (pattern.rfind("/sandboxes", 0) == 0) continue;
        auto path = pattern;
        for (auto at = path.find('{'); at != std::string::npos; at = path.find('{'))
            path.replace(at, path.find('}') + 1 - at, pattern.find("/events/") == 0 ? "NewMessage" : "1");
        const auto method = std::string(route.method) + " ";
        const std::string body = route.method == "GET" ? "" : "{}";
        ControlStory plain;
        ControlStory story;
        REQUIRE(statuses_in(story.call(request("POST /sandboxes", R"({"name":"w1"})"))) == Statuses{201});
        CAPTURE(method, path);
        const auto in_sandbox = story.call(request(method + "/sandboxes/w1" + path, body));
        const auto in_default = plain.call(request(method + path, body));
        CHECK(statuses_in(in_sandbox) == statuses_in(in_default));
        const bool shows_the_process = path == "/metrics"; // only without a sandbox
        if (path != "/version" && path != "/journal/export" && !shows_the_process)
            CHECK(in_sandbox == in_default);
        CHECK(statuses_in(story.call(request(method + "/sandboxes/w2" + path, body))) == Statuses{404});
        CHECK(statuses_in(story.call(request(method + "/sandboxes/W2" + path, body))) == Statuses{400});
    }
}

TEST_CASE("Routes of the sandboxes themselves are in none of them", "[control][sandboxes]") {
    ControlStory story;
    story.call(request("POST /sandboxes", R"({"name":"w1"})"));
    CHECK(has(story.call(request("GET /sandboxes/w1/sandboxes")), "unknown_route"));
    CHECK(has(story.call(request("DELETE /sandboxes/w1/sandboxes/w1")), "unknown_route"));
    CHECK(has(story.call(request("DELETE /sandboxes/w1/clock")), "Allow: GET, HEAD, PUT\r\n"));
    CHECK(statuses_in(story.call(request("GET /sandboxes/default/journal"))) == Statuses{200});
}

TEST_CASE("The end of a sandbox ends its streams and answers its calls", "[control][sandboxes]") {
    ControlStory story;
    story.call(request("POST /sandboxes", R"({"name":"w1"})"));
    auto& stream = story.connect();
    story.send(stream, request("GET /sandboxes/w1/journal/stream"));
    auto& waiting = story.connect();
    story.send(waiting, request("POST /sandboxes/w1/connections/wait", wait_for_alice));
    stream.out.clear();
    CHECK(statuses_in(story.call(request("DELETE /sandboxes/w1"))) == Statuses{200});
    CHECK(has(stream.out, "0\r\n\r\n"));
    CHECK(statuses_in(waiting.out) == Statuses{404});
    CHECK(story.port.is_idle());
    CHECK(statuses_in(story.send(stream, request("GET /healthz"))) == Statuses{200});
}
