// Calls in place of files: fixtures, contracts, the profile.
#include "support/golden_story.hpp"
#include "support/signed_tokens.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

const std::string pinned = R"({"type":"object","required":["id"],"properties":{"id":{"type":"string"}}})";

void expect_replay(const GoldenStory& story) { CHECK(outcome_of(replay(story.transcript())) == "the same"); }

} // namespace

TEST_CASE("Two calls make a new event, and a reset takes it away", "[core][files]") {
    GoldenStory story;
    story.join("alice");
    CHECK(story.call("PUT", "/events/Pinned/contract", pinned) ==
          json_of(R"({"event":"Pinned","fixtures":[]})"));
    CHECK(story.call("PUT", "/events/Pinned/fixtures/default", R"({"$schema":"x","id":"${user}"})") ==
          json_of(R"({"event":"Pinned","fixture":"default"})"));
    CHECK(story.call("GET", "/events/Pinned/contract") == json_of(pinned));
    CHECK(story.call("GET", "/events/Pinned/fixtures/default") == json_of(R"({"id":"${user}"})"));
    story.call("POST", "/events/Pinned");
    CHECK(story.wire() == WireLines{R"(frame 1: 42["Pinned",{"id":"alice"}])"});
    CHECK(story.call("PUT", "/events/Pinned/fixtures/default", R"({"id":"other"})").contains("event"));
    story.call("POST", "/events/Pinned");
    CHECK(story.wire() == WireLines{R"(frame 1: 42["Pinned",{"id":"other"}])"});
    expect_replay(story);
    story.call("POST", "/reset");
    CHECK(story.refused("POST", "/events/Pinned").code == ErrorCode::unknown_event);
    CHECK(story.call("GET", "/events").size() == 1);
}

TEST_CASE("A fixture that a call sets is checked as a file is", "[core][files]") {
    GoldenStory story;
    const auto set = [&](std::string_view body, const std::string& query = "") {
        return story.refused("PUT", "/events/NewMessage/fixtures/mine" + query, body);
    };
    const auto broken = set(R"({"id":7})");
    CHECK(broken.code == ErrorCode::contract_violation);
    CHECK_FALSE(broken.violations.empty());
    CHECK(set(R"({"id":"${nwo}"})").code == ErrorCode::unknown_placeholder);
    CHECK(story.refused("PUT", "/events/NewMesage/fixtures/mine").code == ErrorCode::unknown_event);
    CHECK(story.refused("GET", "/events/NewMessage/fixtures/mine").code == ErrorCode::unknown_fixture);
    const auto kept = story.call("PUT", "/events/NewMessage/fixtures/mine?contract=skip", R"({"id":7})");
    CHECK_FALSE(kept["violations"].empty());
    CHECK(story.refused("POST", "/events/NewMessage", R"({"fixture":"mine"})").code ==
          ErrorCode::contract_violation);
    story.call("POST", "/events/NewMessage", R"({"fixture":"mine","contract":"skip"})");
    expect_replay(story);
}

TEST_CASE("A reset restores the things that calls removed", "[core][files]") {
    GoldenStory story;
    CHECK(story.call("DELETE", "/events/NewMessage/fixtures/default") == json_of(R"({"removed":"default"})"));
    CHECK(story.refused("POST", "/events/NewMessage").code == ErrorCode::unknown_fixture);
    CHECK(story.call("DELETE", "/events/NewMessage/contract") == json_of(R"({"removed":"NewMessage"})"));
    CHECK(story.refused("DELETE", "/events/NewMessage/contract").code == ErrorCode::unknown_event);
    expect_replay(story);
    story.call("POST", "/reset");
    story.call("POST", "/events/NewMessage");
}

TEST_CASE("A contract that a call sets is checked, and the answer names fixtures that break it",
          "[core][files]") {
    GoldenStory story;
    CHECK(story.refused("PUT", "/events/Pinned/contract", R"({"type":"strin"})").at == "/type");
    CHECK(story.refused("PUT", "/events/Pinned/contract", R"({"$ref":"other.json"})").code ==
          ErrorCode::invalid_value);
    CHECK(story.refused("PUT", "/events/disconnect/contract").message.find("keeps for itself") !=
          std::string::npos);
    CHECK(story.refused("PUT", "/events/" + std::string(101, 'x') + "/contract").code ==
          ErrorCode::invalid_value);
    const auto changed = story.call("PUT", "/events/NewMessage/contract", R"({"required":["pinned"]})");
    CHECK(changed["fixtures"] == json_of(R"(["default"])"));
    CHECK(changed["broken"][0]["fixture"] == "default");
    CHECK(story.refused("POST", "/events/NewMessage").code == ErrorCode::contract_violation);
    expect_replay(story);
}

TEST_CASE("A held event is checked against the contract at its time, as the same fixture was before",
          "[core][files]") {
    GoldenStory story;
    story.join("alice");
    story.wire();
    story.call("POST", "/events/NewMessage", R"({"delay_ms":1000})");
    story.call("PUT", "/events/NewMessage/contract", R"({"required":["pinned"]})");
    story.call("POST", "/clock/advance", R"({"ms":1000})");
    CHECK(story.wire().empty());
    story.call("POST", "/events/NewMessage", R"({"delay_ms":1000,"contract":"skip"})");
    story.call("POST", "/clock/advance", R"({"ms":1000})");
    CHECK(story.wire().size() == 1);
    expect_replay(story);
}

TEST_CASE("The memory of calls' fixtures and contracts is bounded", "[core][files]") {
    GoldenStory story;
    const auto put = [&](int i) {
        return "/events/NewMessage/fixtures/f" + std::to_string(i) + "?contract=skip";
    };
    for (std::size_t i = 0; i < fixtures_max; ++i) story.call("PUT", put(static_cast<int>(i)));
    CHECK(story.refused("PUT", put(fixtures_max)).code == ErrorCode::overloaded);
    story.call("PUT", put(0));
    story.call("DELETE", "/events/NewMessage/fixtures/f0");
    story.call("PUT", put(fixtures_max));
}

TEST_CASE("A profile that calls change again and again is bounded", "[core][files]") {
    WorldSettings settings{1, catalogue_of({"NewMessage"}), {}, {}};
    settings.limits.installed_bytes = 10000;
    WorldStory story(std::move(settings));
    const auto patch = [&](const std::string& group) {
        const auto body = R"({"groups":{")" + group + R"(":[")" + std::string(4000, 'x') + R"("]}})";
        return story.answer(story.ask(PatchProfile{json_of(body)}));
    };
    CHECK(patch("1"));
    CHECK(patch("2"));
    CHECK(expect_error(patch("3")).code == ErrorCode::overloaded);
    CHECK(patch("2"));
    CHECK(story.state().definitions.groups.size() == 2);
}

TEST_CASE("The profile is shown, replaced and changed until a reset", "[core][files]") {
    GoldenStory story(R"({"groups":{"7":["alice"]}})");
    CHECK(story.call("GET", "/profile") == json_of(R"({"groups":{"7":["alice"]}})"));
    story.call("PATCH", "/profile", R"({"protocol":{"ping_interval_ms":300}})");
    CHECK(story.call("GET", "/groups")["groups"].contains("7"));
    CHECK(story.get("EIO=4&transport=polling").at(0).find(R"("pingInterval":300)") != std::string::npos);
    CHECK(story.call("PATCH", "/profile", R"({"groups":null,"faults":{"lossy":{"do":"drop"}}})") ==
          json_of(R"({"protocol":{"ping_interval_ms":300},"faults":{"lossy":{"do":"drop"}}})"));
    CHECK(story.call("GET", "/groups")["groups"].empty());
    CHECK(story.call("GET", "/faults")["faults"].size() == 1);
    CHECK(story.refused("PATCH", "/profile", R"({"protocl":{}})").at == "/protocl");
    CHECK(story.call("PUT", "/profile", R"({"namespaces":["/","/admin"]})") ==
          json_of(R"({"namespaces":["/","/admin"]})"));
    CHECK(story.call("GET", "/faults")["faults"].empty());
    expect_replay(story);
    story.call("POST", "/reset");
    CHECK(story.call("GET", "/profile") == json_of(R"({"groups":{"7":["alice"]}})"));
    CHECK(story.call("GET", "/groups")["groups"].contains("7"));
}

TEST_CASE("Keys of a profile that a call sets are nowhere to be read, and the run replays",
          "[core][files][jwt]") {
    GoldenStory story;
    const auto is_in = [&](const std::string& token) {
        story.upgrade("EIO=4&transport=websocket&jwt_token=" + token);
        return story.frame(story.last_number(), "40").at(0).find(R"("sid")") != std::string::npos;
    };
    CHECK(is_in(signed_with_another_secret));
    story.call("PUT", "/profile", R"({"jwt":{"secret":"secret"},"description":"keyed"})");
    CHECK(is_in(signed_with_secret));
    CHECK_FALSE(is_in(signed_with_another_secret));
    const auto shown = story.call("GET", "/profile");
    story.call("PUT", "/profile", to_text(shown));
    CHECK(is_in(signed_with_secret));
    story.call("PATCH", "/profile", R"({"description":"still keyed"})");
    CHECK_FALSE(is_in(signed_with_another_secret));
    story.call("PATCH", "/profile", R"({"jwt":{"secret":"another hush"}})");
    CHECK_FALSE(is_in(signed_with_secret));
    story.call("PATCH", "/profile", R"({"jwt":null})");
    CHECK(is_in(signed_with_another_secret));
    CHECK(story.transcript().find(R"("secret")") == std::string::npos);
    CHECK(story.transcript().find("another hush") == std::string::npos);
    expect_replay(story);
}

TEST_CASE("A token depends on seed and clock, and is broken as the call asks", "[core][files][jwt]") {
    GoldenStory story(R"({"jwt":{"seeded":true}})");
    const auto token = [&](const std::string& body) {
        return story.call("POST", "/tokens", body)["token"].get<std::string>();
    };
    const auto is_in = [&](const std::string& text) {
        story.upgrade("EIO=4&transport=websocket&jwt_token=" + text);
        return story.frame(story.last_number(), "40").at(0).find(R"("sid")") != std::string::npos;
    };
    const auto good = token(R"({"sub":"alice"})");
    CHECK(good == token(R"({"sub":"alice"})"));
    CHECK(is_in(good));
    CHECK(story.state().connections.members().begin()->second.identity->user == "alice");
    CHECK(
        story.call("POST", "/tokens", R"({"sub":"alice","claims":{"role":"admin","exp":null}})")["claims"] ==
        json_of(R"({"sub":"alice","iat":1577836800,"role":"admin"})"));
    for (const auto* flaw : {"signature", "expired", "not_yet", "algorithm_none", "garbage"}) {
        INFO(flaw);
        CHECK_FALSE(is_in(token(R"({"sub":"alice","broken":")" + std::string(flaw) + R"("})")));
    }
    CHECK_FALSE(story.call("POST", "/tokens", R"({"broken":"no_sub"})")["claims"].contains("sub"));
    CHECK(expect_error(control::ask_world({"POST", "/tokens", {}, json_of("{}")})).code ==
          ErrorCode::missing_field);
    CHECK(story.call("GET", "/jwks.json")["keys"].size() == 1);
    CHECK_FALSE(story.call("GET", "/jwks.json")["keys"][0].contains("d"));
    expect_replay(story);
}

TEST_CASE("Tokens of hidden keys replay, as public ones sign none", "[core][files][jwt]") {
    GoldenStory story(to_text({{"jwt", {{"private_key", rsa_private_key}}}}));
    story.call("POST", "/tokens", R"({"sub":"alice"})");
    story.call("PATCH", "/profile", to_text({{"jwt", {{"private_key", ec_private_key}}}}));
    story.call("POST", "/tokens", R"({"sub":"alice"})");
    story.call("PATCH", "/profile", to_text({{"jwt", {{"public_key", ec_public_key}}}}));
    CHECK(story.refused("POST", "/tokens", R"({"sub":"alice"})").message.find("public keys alone") !=
          std::string::npos);
    CHECK(story.transcript().find("PRIVATE") == std::string::npos);
    CHECK(story.transcript().find("kty") == std::string::npos);
    expect_replay(story);
}

TEST_CASE("A connection ends with its token where the profile says so", "[core][files][jwt]") {
    GoldenStory story(R"({"auth":{"expire_at_exp":true}})");
    const auto token =
        story.call("POST", "/tokens", R"({"sub":"alice","expires_in_ms":20000})")["token"].get<std::string>();
    story.join(token);
    story.join("bob"); // a token without exp
    story.call("POST", "/clock/advance", R"({"ms":19999,"await":"nothing"})");
    CHECK(story.call("GET", "/connections")["connections"].size() == 2);
    story.call("POST", "/clock/advance", R"({"ms":1,"await":"nothing"})");
    const auto left = story.call("GET", "/connections")["connections"];
    REQUIRE(left.size() == 1);
    CHECK(left[0]["user"] == "bob");
    expect_replay(story);
}
