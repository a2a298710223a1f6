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

TEST_CASE("A slow reader of an ended sandbox gets nothing of the next one of its name",
          "[control][sandboxes]") {
    for (const bool makes_on_first_use : {false, true}) {
        ControlStory story;
        auto settings = story.settings();
        settings.makes_on_first_use = makes_on_first_use;
        story.sandboxes = core::Sandboxes(std::move(settings));
        story.call(request("POST /sandboxes", R"({"name":"w1"})"));
        auto& stream = story.connect();
        stream.is_slow = true;
        story.send(stream, request("GET /sandboxes/w1/journal/stream"));
        REQUIRE(statuses_in(story.call(request("DELETE /sandboxes/w1"))) == Statuses{200});
        story.call(request("POST /sandboxes", R"({"name":"w1"})"));
        story.call(request("PUT /sandboxes/w1/groups/7", R"({"members":["of the next one"]})"));
        stream.is_slow = false;
        story.drain();
        CHECK(has(stream.out, "0\r\n\r\n"));
        CHECK_FALSE(has(stream.out, "of the next one"));
        CHECK(story.port.is_idle());
        if (!makes_on_first_use) continue;
        story.call(request("DELETE /sandboxes/w1"));
        CHECK(story.sandboxes.registry().all().size() == 1);
    }
}

TEST_CASE("Two streams at once have the entries of their own sandboxes", "[control][sandboxes]") {
    ControlStory story;
    std::vector<ControlClient*> streams;
    for (const auto* name : {"w1", "w2"}) {
        story.call(request("POST /sandboxes", R"({"name":")" + std::string(name) + "\"}"));
        streams.push_back(&story.connect());
        story.send(*streams.back(), request("GET /sandboxes/" + std::string(name) + "/journal/stream"));
    }
    for (const auto* name : {"w1", "w2", "w1"})
        story.call(
            request("PUT /sandboxes/" + std::string(name) + "/groups/of-" + name, R"({"members":[]})"));
    story.call(request("PUT /groups/of-default", R"({"members":[]})"));
    CHECK(has(streams[0]->out, "of-w1"));
    CHECK(has(streams[1]->out, "of-w2"));
    CHECK_FALSE(has(streams[0]->out, "of-w2"));
    CHECK_FALSE(has(streams[1]->out, "of-w1"));
    for (auto* stream : streams) CHECK_FALSE(has(stream->out, "of-default"));
}

TEST_CASE("A Last-Event-ID of an ended sandbox is the beginning of the next one of its name",
          "[control][sandboxes]") {
    ControlStory story;
    for (const auto* of : {"the first", "the second"}) {
        story.call(request("POST /sandboxes", R"({"name":"w1"})"));
        for (const auto* id : {"1", "2", "3"})
            story.call(request("PUT /sandboxes/w1/groups/" + std::string(id),
                               R"({"members":[")" + std::string(of) + "\"]}"));
        if (of == std::string("the first")) story.call(request("DELETE /sandboxes/w1"));
    }
    const auto events = story.call(request("GET /sandboxes/w1/journal/stream", "", "Last-Event-ID: 1-2\r\n"));
    CHECK(has(events, "id: 2-1\n"));
    CHECK(has(events, "id: 2-3\n"));
}

TEST_CASE("Only a call that is well formed makes a sandbox on first use", "[control][sandboxes]") {
    ControlStory story;
    auto settings = story.settings();
    settings.makes_on_first_use = true;
    story.sandboxes = core::Sandboxes(std::move(settings));
    const auto names = [&] { return story.sandboxes.registry().all().size(); };
    CHECK(statuses_in(story.call(request("POST /sandboxes/w1/reset", R"({"nope":1})"))) == Statuses{400});
    CHECK(statuses_in(story.call(request("POST /sandboxes/w1/events/Nope", R"({"repeat":0})"))) ==
          Statuses{400});
    CHECK(statuses_in(story.call(request("GET /sandboxes/w1/nowhere"))) == Statuses{404});
    CHECK(statuses_in(story.call(request("PATCH /sandboxes/w1/clock", "{}"))) == Statuses{405});
    CHECK(statuses_in(story.call(request("GET /sandboxes/w1/clock?nope=1"))) == Statuses{400});
    CHECK(statuses_in(story.call(request("GET /sandboxes/W1/clock"))) == Statuses{400});
    CHECK(names() == 1);
    CHECK(has(story.call(request("GET /sandboxes/w1/version")), "/sandbox/w1/socket.io/"));
    CHECK(names() == 2);
    CHECK(statuses_in(story.call(request("GET /sandboxes/w2/metrics"))) == Statuses{200});
    CHECK(statuses_in(story.call(request("GET /sandboxes/w3/journal/stream"))) == Statuses{200});
    CHECK(statuses_in(story.call(request("POST /sandboxes/w4/reset"))) == Statuses{200});
    CHECK(names() == 5);
}
