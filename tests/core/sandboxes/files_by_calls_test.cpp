// Calls in one sandbox change no other: events, profiles, keys.
#include "control/routes.hpp"
#include "support/catch.hpp"
#include "support/sandboxes_story.hpp"

namespace chatmock::core {

namespace {

Result<Reply> call(SandboxesStory& story, const std::string& sandbox, const std::string& method,
                   const std::string& path, std::string_view body = "{}") {
    auto command = expect_value(control::ask_world({method, path, {}, json_of(body)}));
    return story.answers.at(story.ask(sandbox, std::move(command)));
}

Json told(SandboxesStory& story, const std::string& sandbox, const std::string& method,
          const std::string& path, std::string_view body = "{}") {
    return body_of(expect_value(call(story, sandbox, method, path, body)));
}

bool lets_in(SandboxesStory& story, const std::string& sandbox, const std::string& token) {
    story.upgrade(websocket("sandbox=" + sandbox + "&jwt_token=" + token));
    return story.frame(story.last_number, "40").at(0).find(R"("sid")") != std::string::npos;
}

http::Request request_in(const std::string& sandbox) {
    http::Request request;
    http::read_target(websocket("sandbox=" + sandbox), request);
    return request;
}

} // namespace

TEST_CASE("events and profiles that calls set are of one sandbox", "[sandboxes][files]") {
    SandboxesStory story;
    story.make("before");
    for (const auto* sandbox : {"default", "before"}) {
        told(story, sandbox, "PUT", "/events/Pinned/contract");
        told(story, sandbox, "PUT", "/events/Pinned/fixtures/default",
             R"({"of":")" + std::string(sandbox) + R"("})");
        told(story, sandbox, "PATCH", "/profile", R"({"description":")" + std::string(sandbox) + R"("})");
    }
    story.make("after");
    CHECK(told(story, "default", "GET", "/events/Pinned/fixtures/default")["of"] == "default");
    CHECK(told(story, "before", "GET", "/events/Pinned/fixtures/default")["of"] == "before");
    CHECK(expect_error(call(story, "after", "GET", "/events/Pinned/contract")).code ==
          ErrorCode::unknown_event);
    CHECK(told(story, "before", "GET", "/profile")["description"] == "before");
    CHECK_FALSE(told(story, "after", "GET", "/profile").contains("description"));

    told(story, "default", "POST", "/reset");
    CHECK(told(story, "before", "GET", "/events/Pinned/fixtures/default")["of"] == "before");
    CHECK(told(story, "before", "GET", "/profile")["description"] == "before");
}

TEST_CASE("a file that is saved goes below what calls have set in each sandbox", "[sandboxes][files]") {
    SandboxesStory story;
    story.make("w1");
    told(story, "w1", "PUT", "/events/Pinned/contract");
    told(story, "w1", "PATCH", "/profile", R"({"groups":{"7":["alice"]}})");
    FilesSaved saved;
    saved.reloaded.changed = {"fixtures/profiles/default.json"};
    saved.reloaded.catalogue = shipped_catalogue();
    saved.reloaded.profile = std::make_shared<const policy::Profile>(
        expect_value(policy::parse_profile(json_of(R"({"description":"saved"})"))));
    story.play(saved);
    CHECK(told(story, "w1", "GET", "/profile") ==
          json_of(R"({"description":"saved","groups":{"7":["alice"]}})"));
    CHECK(told(story, "default", "GET", "/profile") == json_of(R"({"description":"saved"})"));
    CHECK(told(story, "w1", "GET", "/events/Pinned/contract").is_object());
    CHECK(expect_error(call(story, "default", "GET", "/events/Pinned/contract")).code ==
          ErrorCode::unknown_event);
}

TEST_CASE("a token is good in the sandbox whose seed has signed it", "[sandboxes][files][jwt]") {
    SandboxesStory story(false, R"({"jwt":{"seeded":true}})");
    for (const auto& [name, seed] : {std::pair("same", 1), std::pair("other", 2)}) {
        auto wish = SandboxesStory::wish_of(name);
        wish.seed = seed;
        story.perform(MakeSandbox{wish});
    }
    const auto token = [&](const std::string& sandbox) {
        return told(story, sandbox, "POST", "/tokens", R"({"sub":"alice"})")["token"].get<std::string>();
    };
    CHECK(lets_in(story, "other", token("other")));
    CHECK_FALSE(lets_in(story, "other", token("default")));
    CHECK(lets_in(story, "same", token("default")));
    CHECK_FALSE(lets_in(story, "default", token("other")));
    CHECK(told(story, "other", "GET", "/jwks.json") != told(story, "default", "GET", "/jwks.json"));
    CHECK(told(story, "same", "GET", "/jwks.json") == told(story, "default", "GET", "/jwks.json"));

    told(story, "same", "PATCH", "/profile", R"({"jwt":{"secret":"hush"}})");
    CHECK_FALSE(lets_in(story, "same", token("default")));
    CHECK(lets_in(story, "default", token("default")));
}

TEST_CASE("the user of a hidden token follows from the seed of its sandbox", "[sandboxes][files]") {
    SandboxesStory story(false, "{}");
    auto wish = SandboxesStory::wish_of("other");
    wish.seed = 2;
    story.perform(MakeSandbox{wish});
    const std::string token = "5ecb18eb4d2a5ecb18eb4d2a";
    const auto user = [&](const std::string& sandbox) {
        CHECK(lets_in(story, sandbox, token));
        return story.state(sandbox).connections.members().begin()->second.identity->user;
    };
    const auto of_default = user("default");
    const auto of_other = user("other");
    CHECK(of_default != of_other);
    CHECK(of_default.find("token-") == 0);
}

TEST_CASE("the bytes that a request may have are those of its sandbox's profile", "[sandboxes][files]") {
    SandboxesStory story(true, "{}");
    const auto before = story.sandboxes().socket_settings(request_in("default")).max_payload;
    story.make("w1");
    told(story, "w1", "PATCH", "/profile", R"({"protocol":{"max_payload":100,"first_frame_delay_ms":7}})");
    const auto settings = story.sandboxes().socket_settings(request_in("w1"));
    CHECK(settings.max_payload == 100);
    CHECK(settings.first_frame_delay == Milliseconds(7));
    CHECK(story.sandboxes().socket_settings(request_in("default")).max_payload == before);

    story.open_polling(handshake("sandbox=w1"));
    http::Request post;
    const auto& session = *story.state("w1").connections.all().begin();
    http::read_target("/socket.io/?EIO=4&transport=polling&sid=" + std::string(session.second.session.sid()),
                      post);
    CHECK(story.sandboxes().socket_settings(post).max_payload == 100);

    told(story, "default", "PATCH", "/profile", R"({"protocol":{"max_payload":50}})");
    CHECK(story.sandboxes().socket_settings(request_in("default")).max_payload == 50);
    CHECK(story.sandboxes().socket_settings(request_in("yet-to-be-made")).max_payload == before);
    CHECK(story.find("yet-to-be-made") == nullptr);
}

TEST_CASE("no call changes the place where a token may name a sandbox", "[sandboxes][files]") {
    SandboxesStory story;
    story.make("w1");
    told(story, "default", "PUT", "/profile", R"({"token_from":["header:Authorization"]})");
    story.open_polling(handshake("jwt_token=w1:alice"));
    CHECK(story.clients("w1") == 1);
    CHECK(story.clients("default") == 0);
}

} // namespace chatmock::core
