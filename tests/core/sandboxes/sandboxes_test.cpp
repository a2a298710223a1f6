// Several worlds side by side: whose an input is, what they share, and how they end.
#include "control/routes.hpp"
#include "core/replay/replay.hpp"
#include "core/sandboxes/sandbox.hpp"
#include "support/catch.hpp"
#include "support/sandboxes_story.hpp"
#include "support/tokens.hpp"

namespace chatmock::core {

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

Json view(const Result<Reply>& reply) { return body_of(expect_value(reply)); }

ErrorCode code_of(const Result<Reply>& reply) { return expect_error(reply).code; }

WaitForConnections wait_for(const std::string& user) {
    WaitForConnections wait;
    wait.match.target.kind = policy::Target::Kind::users;
    wait.match.target.names = {user};
    return wait;
}

} // namespace

TEST_CASE("a handshake is in the sandbox that it names, whichever way", "[sandboxes]") {
    const auto token = jwt(R"({"sub":"alice","sandbox":"w1"})");
    const std::vector<std::pair<std::string, http::Headers>> handshakes = {
        {handshake("jwt_token=alice", "/sandbox/w1/socket.io/"), {}},
        {handshake("jwt_token=alice&sandbox=w1"), {}},
        {handshake("jwt_token=w1:alice"), {}},
        {handshake("jwt_token=" + token), {}},
        {handshake("jwt_token=alice"), {{"Cookie", "chatmock_sandbox=w1"}}},
        {handshake("jwt_token=alice"), {{"Host", "w1.localhost:8090"}}},
        {handshake("jwt_token=alice"), {{"X-Chatmock-Sandbox", "w1"}}},
    };
    for (const auto& [target, headers] : handshakes) {
        SandboxesStory story;
        story.make("w1");
        CAPTURE(target);
        story.open_polling(target, headers);
        CHECK(story.clients("w1") == 1);
        CHECK(story.clients("default") == 0);
        CHECK(story.state("w1").connections.all().begin()->second.identity->user == "alice");
    }
}

TEST_CASE("a name that is unknown, malformed or has ended is refused, and noted in default", "[sandboxes]") {
    SandboxesStory story;
    story.make("worker-1");
    story.make("worker-9");
    REQUIRE(story.manage(EndSandbox{"worker-9"}));
    const auto unknown = story.get(handshake("jwt_token=alice&sandbox=worker-2"));
    CHECK(has(unknown.at(0), ": 404 "));
    CHECK(has(unknown.at(0), R"(unknown sandbox \"worker-2\"; did you mean \"worker-1\"?)"));
    CHECK(has(story.get(handshake("jwt_token=alice&sandbox=worker-9")).at(0), ": 404 "));
    CHECK(has(story.get(handshake("jwt_token=alice&sandbox=W1")).at(0), ": 400 "));
    CHECK(has(story.upgrade(websocket("jwt_token=alice", "/sandbox/nope/socket.io/")).at(0), "refuse"));
    const auto noted = story.journal("default", "refuse");
    REQUIRE(noted.size() == 4);
    CHECK(noted[0]["via"] == "sandbox");
    CHECK(noted[0]["status"] == 404);
    CHECK(has(noted[1]["message"].get<std::string>(), "\"worker-9\" has ended"));
    CHECK(noted[2]["status"] == 400);
    CHECK(noted[3]["transport"] == "websocket");
    CHECK(noted[0]["layer"] == "sandbox");
    CHECK(noted[0]["seen"] == noted[0]["message"]);
    CHECK(has(noted[0]["hint"].get<std::string>(), "POST /sandboxes"));
    CHECK(story.journal("worker-1", "refuse").empty());
}

TEST_CASE("each sandbox has a reader of its journal's journal by itself, to its end", "[sandboxes]") {
    std::map<std::string, EntryKind> last;
    SandboxesStory story(false, rules_of_default_profile, [&last](const std::string& sandbox) {
        return [&last, sandbox](const Journal& journal) {
            if (!journal.entries().empty()) last[sandbox] = journal.entries().back().kind;
        };
    });
    story.make("w1");
    story.join(websocket("jwt_token=alice&sandbox=w1"));
    REQUIRE(last.count("w1") == 1);
    story.perform(EndSandbox{"w1"});
    CHECK(last.at("w1") == EntryKind::close);
    CHECK(last.count("default") == 0);
}

TEST_CASE("a preflight for an unknown sandbox is answered: the request itself gets the error",
          "[sandboxes]") {
    SandboxesStory story;
    RequestArrived preflight;
    preflight.request.exchange = 1;
    preflight.request.method = "OPTIONS";
    preflight.request.origin = "http://localhost:5173";
    preflight.request.requested_method = "GET";
    http::read_target(handshake("sandbox=nope"), preflight.request);
    CHECK(story.play(Input(preflight)).at(0) == "answer 1: 204");
    CHECK(story.journal("default", "refuse").empty());
}

TEST_CASE("the same seed gives the same sids in every sandbox, and each keeps its own", "[sandboxes]") {
    SandboxesStory story;
    story.make("w1");
    story.make("w2");
    const auto one = story.open_polling(handshake("jwt_token=alice&sandbox=w1"));
    const auto two = story.open_polling(handshake("jwt_token=alice&sandbox=w2"));
    CHECK(one == two);
    story.request("POST", handshake("sandbox=w1&sid=" + one), "40");
    CHECK(story.state("w1").connections.members().size() == 1);
    CHECK(story.state("w2").connections.members().empty());
    SandboxRequest other = SandboxesStory::wish_of("w3");
    other.seed = 7;
    story.perform(MakeSandbox{other});
    CHECK(story.open_polling(handshake("jwt_token=alice&sandbox=w3")) != one);
}

TEST_CASE("a session stays where its handshake put it, if no other sandbox had one of its sid",
          "[sandboxes]") {
    SandboxesStory story;
    story.make("w1");
    story.make("w2");
    const auto sid = story.open_polling(handshake("jwt_token=alice&sandbox=w1"));
    const std::vector<std::pair<std::string, http::Headers>> later = {
        {handshake("sid=" + sid), {}},
        {handshake("sandbox=w2&sid=" + sid), {}},
        {handshake("sandbox=nope&sid=" + sid), {}},
        {handshake("sandbox=W!&sid=" + sid), {}},
        {handshake("sid=" + sid, "/sandbox/w2/socket.io/"), {}},
        {handshake("sid=" + sid), {{"Cookie", "chatmock_sandbox=w2"}}},
        {handshake("jwt_token=w2:alice&sid=" + sid), {}},
    };
    for (const auto& [target, headers] : later) {
        CAPTURE(target);
        const auto lines = story.request("POST", target, "3", headers);
        CHECK(lines.at(0) == "answer " + std::to_string(story.last_number) + ": 200 ok");
    }
    CHECK(story.journal("default", "refuse").empty());
    story.upgrade(handshake("transport=websocket&sandbox=w2&sid=" + sid));
    CHECK(story.frame(story.last_number, "2probe").at(0) ==
          "frame " + std::to_string(story.last_number) + ": 3probe");
    CHECK(story.clients("w2") == 0);
}

TEST_CASE("a late request of an ended session never reaches another sandbox's", "[sandboxes]") {
    SandboxesStory story;
    story.make("w1");
    story.make("w2");
    const auto sid = story.open_polling(handshake("jwt_token=alice&sandbox=w1"));
    REQUIRE(story.open_polling(handshake("jwt_token=alice&sandbox=w2")) == sid);
    story.get(handshake("sandbox=w1&sid=" + sid)); // its poll hears of the end
    story.ask("w1", Reset{});
    CHECK(story.clients("w1") == 0);
    const auto late = story.request("POST", handshake("sandbox=w1&sid=" + sid), "40");
    CHECK(has(late.at(0), ": 400 "));
    CHECK(story.state("w2").connections.members().empty());
    story.perform(EndSandbox{"w1"});
    const auto later = story.request("POST", handshake("sandbox=w1&sid=" + sid), "40");
    CHECK(has(later.at(0), ": 404 "));
    CHECK(story.state("w2").connections.members().empty());

    const auto of_default = story.open_polling(handshake("jwt_token=alice"));
    REQUIRE(of_default == sid);
    story.get(handshake("sid=" + sid));
    story.ask("default", Reset{});
    CHECK(has(story.request("POST", handshake("sid=" + sid), "40").at(0), ": 400 "));
    CHECK(story.state("w2").connections.members().empty());
}

TEST_CASE("frames, ends, receipts, patience and withdrawals go to whose they are", "[sandboxes]") {
    SandboxesStory story;
    story.make("w1");
    story.make("w2");
    const auto one = story.join(websocket("jwt_token=alice&sandbox=w1"));
    const auto two = story.join(websocket("jwt_token=alice&sandbox=w2"));
    auto inject = inject_to("alice");
    inject.await = Await::written;
    const auto in_one = story.ask("w1", inject);
    const auto receipt_of_one = story.state("w1").last_receipt;
    const auto in_two = story.ask("w2", inject);
    const auto receipt_of_two = story.state("w2").last_receipt;
    CHECK(receipt_of_one != receipt_of_two);
    story.play(Input(Written{{receipt_of_two}}));
    CHECK(!story.is_answered(in_one));
    CHECK(story.is_answered(in_two));
    story.play(Input(Written{{receipt_of_one}}));
    CHECK(story.is_answered(in_one));

    const auto waits = story.ask("w1", wait_for("bob"));
    const auto leaves = story.ask("w2", wait_for("bob"));
    story.play(Input(GaveUp{waits}));
    CHECK(code_of(story.answers.at(waits)) == ErrorCode::timed_out);
    story.play(Input(Withdrawn{leaves}));
    story.join(websocket("jwt_token=bob&sandbox=w2"));
    CHECK(!story.is_answered(leaves));

    story.play(Input(ChannelLost{one}));
    CHECK(story.clients("w1") == 0);
    CHECK(story.clients("w2") == 2);
    story.frame(two, "42[\"hello\"]");
    CHECK(story.journal("w2", "receive").size() == 1);
    CHECK(story.journal("default", "receive").empty());
}

TEST_CASE("reset, clock, rules and journal are a sandbox's own", "[sandboxes]") {
    SandboxesStory story;
    auto held = SandboxesStory::wish_of("w1");
    held.clock = ClockSettings{ClockMode::manual, {}};
    story.perform(MakeSandbox{held});
    story.make("w2");
    story.join(websocket("jwt_token=alice&sandbox=w2"));
    story.join(websocket("jwt_token=alice"));
    CHECK(story.state("w1").clock.mode() == ClockMode::real); // it begins with the first input
    story.ask("w1", SetAuth{});
    CHECK(story.state("w1").now() == Clock::manual_start);
    CHECK(story.state("w1").definitions.rules.empty());
    CHECK(story.state("w2").definitions.rules.size() == 3);
    story.ask("w1", Reset{});
    CHECK(story.clients("w2") == 1);
    CHECK(story.clients("default") == 1);
    const auto entries = story.state("w2").journal.entries().size();
    story.ask("w1", ClearJournal{});
    CHECK(story.state("w2").journal.entries().size() == entries);
}

TEST_CASE("calls make and find sandboxes", "[sandboxes]") {
    SandboxesStory story;
    const auto made = story.try_make("w1");
    CHECK(expect_value(made).status == 201);
    CHECK(view(made)["control"] == "http://control/sandboxes/w1");
    CHECK(view(made)["socket"] ==
          Json{{"path", "/sandbox/w1/socket.io/"}, {"query", "sandbox=w1"}, {"token", "w1:"}});
    CHECK(code_of(story.try_make("w1")) == ErrorCode::sandbox_exists);
    CHECK(code_of(story.try_make("default")) == ErrorCode::sandbox_exists);
    CHECK(code_of(story.try_make("W1")) == ErrorCode::invalid_value);
    CHECK(code_of(story.manage(GetSandbox{"w2"})) == ErrorCode::unknown_sandbox);
    CHECK(code_of(story.manage(EndSandbox{"default"})) == ErrorCode::invalid_value);
    CHECK(code_of(story.answers.at(story.ask("w2", GetClock{}))) == ErrorCode::unknown_sandbox);

    auto request = SandboxesStory::wish_of("w2");
    CHECK(expect_value(story.manage(MakeSandbox{request, true})).status == 201);
    CHECK(expect_value(story.manage(MakeSandbox{request, true})).status == 200);
    request.seed = 9;
    CHECK(code_of(story.manage(MakeSandbox{request, true})) == ErrorCode::sandbox_exists);
    const auto of_default = story.manage(MakeSandbox{SandboxesStory::wish_of("default"), true});
    CHECK(code_of(of_default) == ErrorCode::sandbox_exists);
    CHECK(expect_error(of_default).message ==
          "expected a name other than \"default\", which always exists, as the mock was started");

    auto other = SandboxesStory::wish_of("w3");
    other.profile = "quiet";
    CHECK(view(story.manage(MakeSandbox{other}))["profile"] == "quiet");
    CHECK(story.state("w3").definitions.rules.empty());
    other.name = "w4";
    other.profile = "quite";
    CHECK(has(expect_error(story.manage(MakeSandbox{other})).message, "did you mean \"quiet\"?"));
    other.profile = "broken";
    CHECK(has(expect_error(story.manage(MakeSandbox{other})).message, "does not load: expected JSON"));
    CHECK(view(story.manage(ListSandboxes{}))["sandboxes"].size() == 4);
}

TEST_CASE("a name is made up from the seed", "[sandboxes]") {
    SandboxesStory one;
    SandboxesStory other;
    const auto name = view(one.try_make(""))["name"].get<std::string>();
    CHECK(is_sandbox_name(name));
    CHECK(view(other.try_make(""))["name"] == name);
    CHECK(view(one.try_make(""))["name"] != name);
}

TEST_CASE("there are at most so many; one that ends makes room", "[sandboxes]") {
    SandboxesStory story;
    for (std::size_t i = 0; i < Registry::sandboxes_max; ++i)
        REQUIRE(story.try_make("w" + std::to_string(i)));
    CHECK(code_of(story.try_make("one-more")) == ErrorCode::too_many_sandboxes);
    story.perform(EndSandbox{"w7"});
    CHECK(story.try_make("one-more"));
}

TEST_CASE("saved files reach every sandbox, each with its own profile", "[sandboxes]") {
    SandboxesStory story;
    story.make("same");
    auto request = SandboxesStory::wish_of("other");
    request.profile = "quiet";
    story.perform(MakeSandbox{request});
    FilesSaved saved;
    saved.reloaded.changed = {"fixtures/events/NewMessage/default.json", "fixtures/profiles/default.json"};
    saved.reloaded.profile = std::make_shared<const policy::Profile>();
    story.play(saved);
    CHECK(story.journal("default", "reload").size() == 1);
    CHECK(story.journal("same", "reload")[0]["changed"].size() == 2);
    CHECK(story.journal("other", "reload")[0]["changed"].size() == 1);
    CHECK(story.state("same").definitions.rules.empty());

    FilesSaved quiet;
    quiet.profiles.emplace("quiet", std::make_shared<const policy::Profile>(expect_value(
                                        policy::parse_profile(json_of(rules_of_default_profile)))));
    quiet.saved_profiles = {{"quiet", {"fixtures/profiles/quiet.json"}}};
    story.play(quiet);
    CHECK(story.state("other").definitions.rules.size() == 3);
    CHECK(story.journal("other", "reload")[1]["changed"][0] == "fixtures/profiles/quiet.json");
    CHECK(story.journal("default", "reload").size() == 1);

    FilesSaved broken;
    broken.profiles.emplace("quiet", Error{ErrorCode::invalid_value, "expected an object"});
    broken.saved_profiles = {{"quiet", {"fixtures/profiles/quiet.json"}}};
    story.play(broken);
    CHECK(story.journal("other", "reload")[2]["refused"][0]["message"] == "expected an object");
    CHECK(story.state("other").definitions.rules.size() == 3);
}

TEST_CASE("a sandbox has a part of the budgets, and its transcript can be replayed", "[sandboxes]") {
    SandboxesStory story;
    story.make("w0");
    story.make("w1");
    story.join(websocket("jwt_token=alice&sandbox=w1"));
    auto inject = inject_to("alice");
    inject.await = Await::written;
    const auto http = std::make_shared<HttpCall>();
    http->method = "POST";
    http->path = "/events/NewMessage";
    http->body = json_of(R"({"to":{"user":"alice"},"await":"written"})");
    story.play(CalledIn{"w1", {++story.last_ticket, inject, http}});
    const auto receipt = story.state("w1").last_receipt;
    CHECK(receipt == receipts_before(2) + 1);
    story.play(Input(Written{{receipt}}));
    const auto transcript = story.state("w1").transcript.text();
    CHECK(has(transcript, R"("receipts":[1])"));
    const auto replayed = expect_value(replay(transcript, control::ask_world));
    CHECK(!replayed.difference);
    CHECK(replayed.inputs == 4);
    for (int i = 0; i < 4000; ++i) story.ask("w1", ClearJournal{});
    for (int i = 0; i < 4000; ++i) story.ask("w1", SetGroup{"7", {}});
    CHECK(story.state("w1").journal.entries().size() == Journal::entries_max / 32);
}

TEST_CASE("a sandbox may keep a 32nd part of the memory of a mock", "[sandboxes]") {
    SandboxesStory story;
    story.make("w1");
    const auto& whole = story.state("default").settings.limits;
    const auto& part = story.state("w1").settings.limits;
    CHECK(whole.remembered_bytes == remembered_bytes_max);
    CHECK(part.remembered_bytes == remembered_bytes_max / 32);
    CHECK(part.held_events == held_events_max / 32);
    CHECK(part.queued_bytes == queued_bytes_max);
    CHECK(part.turn_bytes == turn_bytes_max);

    const std::vector<std::string> members = {std::string(installed_bytes_max / 16, 'm')};
    const auto scenario = Json{{"description", members[0]}, {"steps", json_of(R"([{"delay":{"ms":1}}])")}};
    policy::AuthRule rule =
        *policy::parse_auth_rule({{"match", {{"token", members[0]}}}, {"outcome", {{"do", "accept"}}}}, "");
    const auto fault = *policy::parse_fault({{"do", "drop"}, {"on", {{"to", {{"user", members[0]}}}}}}, "");
    const std::vector<Command> commands = {SetGroup{"7", members},   SetScenario{"s", scenario},
                                           AddAuthRule{rule},        SetAuth{{rule}},
                                           InstallFault{"f", fault}, ReplaceFaults{{{"f", fault}}}};
    for (const auto& command : commands) {
        CAPTURE(command.index());
        CHECK(story.answers.at(story.ask("default", command)));
        CHECK(code_of(story.answers.at(story.ask("w1", command))) == ErrorCode::overloaded);
    }
}

TEST_CASE("an input of one sandbox never reaches another's", "[sandboxes]") {
    SandboxesStory story;
    story.make("w1");
    story.make("w2");
    story.join(websocket("jwt_token=alice"));
    story.join(websocket("jwt_token=alice&sandbox=w2"));
    const auto quiet = [&](const std::string& name) { return story.state(name).transcript.text(); };
    const auto of_default = quiet("default");
    const auto of_two = quiet("w2");
    const auto channel = story.join(websocket("jwt_token=alice&sandbox=w1"));
    story.ask("w1", inject_to("alice"));
    story.play(Input(ChannelLost{channel}));
    story.pass(Milliseconds(20000)); // no ping is due yet
    CHECK(quiet("default") == of_default);
    CHECK(quiet("w2") == of_two);
}

} // namespace chatmock::core
