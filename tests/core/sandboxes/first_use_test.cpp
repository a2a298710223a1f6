// Sandboxes that are made when a client or a call first names them.
#include "support/catch.hpp"
#include "support/sandboxes_story.hpp"

namespace chatmock::core {

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("clients and calls make sandboxes on first use", "[sandboxes]") {
    SandboxesStory story(true);
    story.open_polling(handshake("jwt_token=w1:alice"));
    CHECK(story.clients("w1") == 1);
    CHECK(story.sandboxes().enter("w2", story.now));
    CHECK(story.find("w2") != nullptr);
    CHECK(has(story.get(handshake("sandbox=W2")).at(0), ": 400 "));
    CHECK(has(story.request("POST", handshake("sandbox=w3&sid=none"), "40").at(0), ": 404 "));
    CHECK(story.find("w3") == nullptr); // a request of a session makes none
    for (int i = 2; i < 256; ++i) story.make("n" + std::to_string(i));
    CHECK(has(story.get(handshake("sandbox=late")).at(0), ": 409 "));
}

TEST_CASE("only a handshake that Engine.IO accepts makes a sandbox on first use", "[sandboxes]") {
    SandboxesStory story(true);
    const auto options = [&](const std::string& target) {
        RequestArrived preflight;
        preflight.request.exchange = ++story.last_number;
        preflight.request.method = "OPTIONS";
        preflight.request.origin = "http://localhost:5173";
        preflight.request.requested_method = "GET";
        http::read_target(target, preflight.request);
        return story.play(Input(preflight));
    };
    CHECK(has(story.get("/sandbox/x/favicon.ico").at(0), ": 404 "));
    CHECK(has(options("/sandbox/x/socket.io/").at(0), ": 204"));
    CHECK(has(story.get("/", {{"Host", "x.localhost"}}).at(0), ": 404 "));
    CHECK(has(story.get("/socket.io/?EIO=4&transport=pigeon&sandbox=x").at(0), ": 400 "));
    CHECK(has(story.get("/socket.io/?EIO=5&transport=polling&sandbox=x").at(0), ": 400 "));
    CHECK(has(story.get("/socket.io/?EIO=4&transport=websocket&sandbox=x").at(0), ": 400 "));
    CHECK(has(story.request("POST", handshake("sandbox=x")).at(0), ": 400 "));
    CHECK(has(story.upgrade("/nowhere/?EIO=4&transport=websocket&sandbox=x").at(0), "refuse"));
    story.upgrade(handshake("sandbox=x"));
    CHECK(story.sandboxes().registry().all().size() == 1);
    CHECK(has(story.journal("default", "refuse").at(0)["seen"].get<std::string>(), "pigeon"));
    story.upgrade(websocket("sandbox=x"));
    CHECK(story.clients("x") == 1);

    SandboxesStory lenient(true, R"({"protocol":{"bare_websocket":true},"eio_default":3})");
    lenient.upgrade("/socket.io/", {{"X-Chatmock-Sandbox", "x"}});
    CHECK(lenient.clients("x") == 1);
    lenient.get("/socket.io/?transport=polling&sandbox=y");
    CHECK(lenient.clients("y") == 1);
}

} // namespace chatmock::core
