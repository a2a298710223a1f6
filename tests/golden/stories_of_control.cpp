// Actions of a test: rules, injections, waiting, the clock, resets.
#include "golden/stories.hpp"
#include "support/golden_story.hpp"

namespace chatmock::golden {

using namespace core;

namespace {

const std::string by_websocket = "EIO=4&transport=websocket&jwt_token=";

// A rule refuses Alice until it is removed; Alice retries on the same connection.
std::string refused_then_accepted() {
    GoldenStory story;
    story.call("POST", "/auth/rules", R"({"match":{"token":"ali*"},
        "outcome":{"do":"reject","message":"Come back later","data":{"after_ms":1000}}})");
    story.upgrade(by_websocket + "alice");
    const auto alice = story.last_number();
    story.frame(alice, "40");
    story.call("GET", "/auth");
    story.call("PUT", "/auth", R"({"rules":[]})");
    story.frame(alice, "40");
    story.call("POST", "/events/NewMessage", R"({"to":{"user":"alice"}})");
    return story.transcript();
}

// An invalid event reaches no client, unless the call allows it; groups select recipients.
std::string contracts_and_groups() {
    GoldenStory story(R"({"groups":{"7":["alice"]}})");
    story.join("alice");
    story.join("bob");
    story.refused("POST", "/events/NewMessage", R"({"patch":{"content":7,"extra":true}})");
    story.call("POST", "/events/NewMessage", R"({"patch":{"content":7},"contract":"skip","to":{"group":7}})");
    story.call("PUT", "/groups/7", R"({"members":["bob"]})");
    story.call(
        "POST", "/events/NewMessage",
        R"({"patch":{"content":"${seq}: ${user}, $${user}","id":"${uuid}"},"to":{"group":7},"repeat":2})");
    story.refused("POST", "/events/NewMassage");
    story.call("GET", "/groups");
    return story.transcript();
}

// Invalid payloads are listed, and sent one by one or in turn.
std::string broken_payloads() {
    GoldenStory story("{}", {"ViewedMessage"});
    story.join("alice");
    story.call("GET", "/events/ViewedMessage/mutants");
    story.call("POST", "/events/ViewedMessage",
               R"({"mutant":"missing:/member_id","patch":{"created":"${now}"}})");
    story.refused("POST", "/events/ViewedMessage", R"({"mutant":"mising:/member_id"})");
    story.refused("POST", "/events/ViewedMessage", R"({"mutant":"missing:/member_id","data":{}})");
    story.call("POST", "/events/ViewedMessage", R"({"mutant":"*","delay_ms":1000})");
    story.call("POST", "/clock/advance", R"({"ms":1000})");
    return story.transcript();
}

// Deliveries that delay_ms holds leave at their time, and have entries.
std::string held_injection() {
    GoldenStory story;
    story.join("alice");
    story.call("POST", "/events/NewMessage",
               R"({"delay_ms":2000,"patch":{"timestamp":"${now}","content":"${user} at ${now-1s}"}})");
    story.ask("POST", "/events/NewMessage", R"({"delay_ms":3000,"await":"written"})");
    story.call("GET", "/clock");
    story.call("POST", "/clock/advance", R"({"ms":1999})");
    story.call("POST", "/clock/advance", R"({"ms":1})");
    story.call("POST", "/clock/advance", R"({"ms":10000})");
    story.write_all();
    story.call("GET", "/journal?kind=emit");
    return story.transcript();
}

// Acknowledged by one client, not by another, and lost with a third.
std::string acknowledgements() {
    GoldenStory story;
    const auto alice = story.join("alice");
    const auto bob = story.join_polling("bob");
    story.ask("POST", "/events/NewMessage", R"({"await":"acked","to":{"user":["alice","bob"]}})");
    story.frame(alice, R"(437["nobody asked this"])");
    story.frame(alice, R"(430["seen",{"at":1}])");
    story.get(bob);
    story.post(bob, "430[]");
    const auto silence = story.ask("POST", "/events/NewMessage", R"({"await":"acked","timeout_ms":10})");
    story.frame(alice, "431[]");
    story.give_up(silence);
    const auto carol = story.join("carol");
    story.ask("POST", "/events/NewMessage", R"({"await":"acked","to":{"user":"carol"}})");
    story.lose_channel(carol);
    story.post(bob, R"(421["typing"])"); // bob requests an acknowledgement, and gets none
    return story.transcript();
}

// One call waits until the bytes are written, another until all is quiet.
std::string written_and_quiet() {
    GoldenStory story;
    const auto alice = story.join("alice");
    const auto bob = story.join_polling("bob");
    story.ask("POST", "/events/NewMessage", R"({"await":"written"})");
    story.write_all();
    story.get(bob);
    story.write_all();
    const auto busy = story.ask("GET", "/quiesce?timeout_ms=10");
    story.write_all();
    story.give_up(busy); // Bob does not poll again
    story.ask("GET", "/quiesce");
    story.get(bob);
    story.ask("POST", "/events/NewMessage", R"({"await":"written","to":{"user":"alice"}})");
    story.lose_channel(alice);
    story.call("GET", "/quiesce");
    return story.transcript();
}

// Waiting calls are answered when their condition holds, or when they give up.
std::string waiting() {
    GoldenStory story;
    story.ask("POST", "/connections/wait", R"({"match":{"user":"alice"}})");
    story.ask("POST", "/journal/wait", R"({"match":{"kind":"receive","event":"typing"}})");
    story.ask("POST", "/events/NewMessage", R"({"min_recipients":1,"to":{"user":"alice"}})");
    const auto vain = story.ask("POST", "/connections/wait", R"({"count":2})");
    const auto alice = story.join("alice");
    story.frame(alice, R"(42["typing",{"group_id":7}])");
    story.give_up(vain);
    story.ask("POST", "/connections/wait", R"({"count":0})");
    story.frame(alice, "1");
    story.refused("POST", "/journal/verify", R"({"match":{"kind":"connect"},"exactly":2})");
    story.call("DELETE", "/journal");
    story.call("GET", "/journal");
    return story.transcript();
}

// After a reset without clients, the run starts over, with the same sids.
std::string after_a_reset() {
    GoldenStory story;
    story.call("POST", "/auth/rules", R"({"match":{"token":"bob"},"outcome":{"do":"reject"}})");
    const auto before = story.join("alice");
    story.ask("POST", "/events/NewMessage", R"({"await":"written"})");
    story.ask("POST", "/connections/wait", R"({"count":2})");
    story.call("POST", "/clock/advance", R"({"ms":5000})");
    story.call("POST", "/reset");
    story.lose_channel(before);
    story.join("alice");
    story.join("bob");
    story.ask("POST", "/events/NewMessage", R"({"await":"written"})");
    story.write_all();
    return story.transcript();
}

// Kept clients keep connection and clock; rules, counters and held deliveries are reset.
std::string a_reset_that_keeps_connections() {
    GoldenStory story;
    story.join("alice");
    story.call("POST", "/auth/rules", R"({"match":{"token":"bob"},"outcome":{"do":"reject"}})");
    story.call("POST", "/events/NewMessage", R"({"patch":{"content":"${seq}"}})");
    story.ask("POST", "/events/NewMessage", R"({"delay_ms":1000,"await":"written"})");
    story.call("POST", "/clock/advance", R"({"ms":500})");
    story.call("POST", "/reset", R"({"connections":"keep"})");
    story.join("bob");
    story.join("alice");
    story.call("POST", "/events/NewMessage", R"({"patch":{"content":"${seq}"}})");
    story.call("POST", "/clock/advance", R"({"ms":1000})");
    return story.transcript();
}

// A fixture is saved, then an invalid one, then a profile: each applies from then on, also after a reset.
std::string saved_files() {
    const std::string fixture = "fixtures/events/NewMessage/default.json";
    GoldenStory story;
    story.join("alice");
    auto json = catalogue::to_json(*catalogue_of({"NewMessage"}));
    json["NewMessage"]["fixtures"]["default"]["content"] = "Saved for ${user}";
    Reloaded saved;
    saved.catalogue =
        std::make_shared<const catalogue::Catalogue>(expect_value(catalogue::parse_catalogue(json)));
    saved.changed = {fixture};
    story.play(saved);
    Reloaded broken;
    broken.refused = {{fixture, "/content", "a known placeholder was expected, \"${usr}\" came"}};
    story.play(broken);
    story.call("POST", "/events/NewMessage");
    story.call("PUT", "/groups/7", R"({"members":["alice"]})");
    Reloaded profile;
    profile.profile = std::make_shared<const policy::Profile>(expect_value(policy::parse_profile(json_of(R"({
        "groups":{"7":["bob"]},
        "reactions":[{"on":"connect","emit":{"event":"NewMessage","fixture":"default"}}]})"))));
    profile.changed = {"fixtures/profiles/default.json"};
    story.play(profile);
    story.call("GET", "/groups");
    story.join("bob");
    story.call("POST", "/reset", R"({"connections":"keep"})");
    story.call("POST", "/events/NewMessage", R"({"to":{"group":7}})");
    return story.transcript();
}

} // namespace

std::vector<Story> stories_of_control() {
    return {
        {"refused_then_accepted", refused_then_accepted},
        {"contracts_and_groups", contracts_and_groups},
        {"broken_payloads", broken_payloads},
        {"held_injection", held_injection},
        {"acknowledgements", acknowledgements},
        {"written_and_quiet", written_and_quiet},
        {"waiting", waiting},
        {"after_a_reset", after_a_reset},
        {"a_reset_that_keeps_connections", a_reset_that_keeps_connections},
        {"saved_files", saved_files},
    };
}

} // namespace chatmock::golden
