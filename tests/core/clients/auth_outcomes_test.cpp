#include "support/golden_story.hpp"
#include "support/signed_tokens.hpp"

using namespace chatmock;
using namespace chatmock::core;
using namespace std::chrono_literals;

namespace {

const std::string by_websocket = "EIO=4&transport=websocket&jwt_token=";
const std::string by_polling = "EIO=4&transport=polling&jwt_token=";

// A world with one rule for all clients.
GoldenStory with_outcome(const std::string& outcome, const std::string& more = "") {
    return GoldenStory(R"({"auth":{"rules":[{"match":{},)" + more + R"("outcome":)" + outcome + "}]}}");
}

std::vector<std::string> kinds_in(GoldenStory& story) {
    std::vector<std::string> kinds;
    for (const auto& entry : story.WorldStory::journal()) kinds.push_back(entry["kind"]);
    return kinds;
}

std::string advance(GoldenStory& story, int ms) {
    const Json body = {{"ms", ms}, {"await", "nothing"}};
    return to_text(story.call("POST", "/clock/advance", to_text(body))["fired"]);
}

bool is_accepted(const WireLines& wire) { return !wire.empty() && wire[0].find(": 40") != std::string::npos; }

void expect_the_same(const GoldenStory& story) {
    CHECK(outcome_of(replay(story.transcript())) == "the same");
}

} // namespace

TEST_CASE("A handshake is refused with an HTTP status, over each transport", "[core][auth]") {
    auto story = with_outcome(R"({"do":"reject","via":"http","status":403,"message":"No"})");
    CHECK(story.get(by_polling + "alice") == WireLines{R"(answer 1: 403 {"code":4,"message":"No"})"});
    CHECK(story.upgrade(by_websocket + "alice") == WireLines{"refuse 2: 403 No"});
    CHECK(story.state().connections.all().empty());
    const auto refused = story.WorldStory::journal();
    CHECK(
        to_text(refused[0]) ==
        R"({"seq":1,"at":"2020-01-01T00:00:00.000Z","kind":"refuse","user":"alice","transport":"polling",)"
        R"("via":"http","status":403,"message":"No","layer":"auth","rule":"profile-1","rule_from":"profile",)"
        R"("seen":"the rule matches every client","hint":"the rule is in the profile's auth.rules"})");
    CHECK(refused[1]["transport"] == "websocket");
    expect_the_same(story);
}

TEST_CASE("A rule's uses run out, a reset restores them, and so does PUT", "[core][auth]") {
    auto story = with_outcome(R"({"do":"reject","via":"http"})", R"("times":1,)");
    CHECK(story.get(by_polling + "alice")[0].find("answer 1: 401") == 0);
    CHECK(story.call("GET", "/auth")["rules"][0]["times"] == 0);
    CHECK(story.get(by_polling + "alice")[0].find("answer 2: 200") == 0);
    story.call("POST", "/reset");
    CHECK(story.call("GET", "/auth")["rules"][0]["times"] == 1);
    story.call("PUT", "/auth", R"({"rules":[{"match":{"nth":1},"times":2,"outcome":{"do":"reject"}}]})");
    story.join("bob");
    CHECK(story.call("GET", "/auth")["rules"][0]["times"] == 1);
    expect_the_same(story);
}

TEST_CASE("A user's first handshake is refused, the second is not", "[core][auth]") {
    GoldenStory story(R"({"auth":{"rules":[
        {"match":{"nth":1},"outcome":{"do":"reject","via":"http","status":503}}]}})");
    for (const std::string user : {"alice", "bob"}) {
        CHECK(story.upgrade(by_websocket + user)[0].find(": 503") != std::string::npos);
        CHECK(story.upgrade(by_websocket + user)[0].find("accept") == 0);
    }
    expect_the_same(story);
}

TEST_CASE("Callers are distinguished by address, protocol and transport", "[core][auth]") {
    GoldenStory story(R"({"auth":{"rules":[
        {"match":{"address":"10.*","protocol":4,"transport":"websocket"},"outcome":{"do":"reject","via":"http"}}]}})");
    const auto arrive = [&](const std::string& address, const std::string& query) {
        UpgradeArrived input{story.last_number() + 1, story.numbered("GET", "/socket.io/?" + query, "")};
        input.request.remote_address = address;
        return story.play(input)[0].find("refuse") == 0;
    };
    CHECK(arrive("10.1.2.3", by_websocket + "alice"));
    CHECK_FALSE(arrive("11.1.2.3", by_websocket + "alice"));
    CHECK_FALSE(arrive("10.1.2.3", "EIO=3&transport=websocket&jwt_token=alice"));
    expect_the_same(story);
}

TEST_CASE("A delayed handshake is answered by the world's clock", "[core][auth]") {
    auto story = with_outcome(R"({"do":"reject","via":"http","delay_ms":1000})");
    CHECK(story.get(by_polling + "alice").empty());
    CHECK(story.upgrade(by_websocket + "bob").empty());
    CHECK(story.call("GET", "/clock")["next"]["timer"] == "auth_delay");
    story.lose_channel(2); // bob disconnects
    CHECK(advance(story, 1000) == R"([{"at":"2020-01-01T00:00:01.000Z","timer":"auth_delay"}])");
    CHECK(story.wire() == WireLines{R"(answer 1: 401 {"code":4,"message":"Unauthorization"})"});
    CHECK(kinds_in(story) == std::vector<std::string>{"control", "refuse"});
    expect_the_same(story);
}

TEST_CASE("A handshake hangs until its client leaves, or a reset", "[core][auth]") {
    auto story = with_outcome(R"({"do":"hang","at":"handshake"})");
    CHECK(story.get(by_polling + "alice").empty());
    CHECK(story.upgrade(by_websocket + "bob").empty());
    CHECK(story.upgrade(by_websocket + "carol").empty());
    CHECK(story.WorldStory::journal("refuse")[0]["via"] == "hang");
    CHECK(advance(story, 10'000'000) == "[]");
    CHECK(story.lose_channel(2).empty());
    expect_the_same(story);
    story.call("POST", "/reset");
    CHECK(story.wire() == WireLines{"drop 1", "drop 3"});
}

TEST_CASE("A handshake's connection is dropped without a word", "[core][auth]") {
    auto story = with_outcome(R"({"do":"reject","via":"close","at":"handshake"})");
    CHECK(story.get(by_polling + "alice") == WireLines{"drop 1"});
    CHECK(story.upgrade(by_websocket + "alice") == WireLines{"drop 2"});
    CHECK(story.WorldStory::journal("refuse").size() == 2);
    expect_the_same(story);
}

TEST_CASE("An echo endpoint knows no rules", "[core][auth]") {
    GoldenStory story(R"({"auth":{"rules":[{"match":{},"outcome":{"do":"reject","via":"http"}}]},
                          "endpoints":[{"path":"/echo/","echo":true}]})");
    CHECK(story.upgrade(by_websocket, "/echo/")[0] == "accept 1");
}

TEST_CASE("A delayed CONNECT is answered once, by the world's clock", "[core][auth]") {
    auto story = with_outcome(R"({"do":"accept","delay_ms":1000})");
    story.upgrade(by_websocket + "alice");
    CHECK(story.frame(1, "40").empty());
    CHECK(story.frame(1, "40").empty()); // a second CONNECT ends the wait
    CHECK(story.call("GET", "/connections")["connections"].empty());
    CHECK(advance(story, 999) == "[]");
    advance(story, 1);
    REQUIRE(story.wire().size() == 1);
    CHECK(is_accepted(story.wire()));
    CHECK(story.call("GET", "/connections")["connections"].size() == 1);
    expect_the_same(story);
}

TEST_CASE("A delayed refusal is one", "[core][auth]") {
    auto story = with_outcome(R"({"do":"reject","delay_ms":1000,"data":{"code":7}})");
    const auto sid = story.open_polling("alice");
    story.post("EIO=4&transport=polling&sid=" + sid, "40");
    story.get("EIO=4&transport=polling&sid=" + sid);
    advance(story, 1000);
    CHECK(story.wire() == WireLines{R"(answer 3: 200 44{"message":"Unauthorization","data":{"code":7}})"});
    expect_the_same(story);
}

TEST_CASE("A client that leaves is not waited for", "[core][auth]") {
    auto story = with_outcome(R"({"do":"accept","delay_ms":1000})");
    story.join("alice");
    story.lose_channel(1);
    CHECK(advance(story, 100'000) == "[]");
    CHECK(kinds_in(story) == std::vector<std::string>{"open", "close", "control"});
    expect_the_same(story);
}

TEST_CASE("A CONNECT hangs until the server's connect timeout", "[core][auth]") {
    auto story = with_outcome(R"({"do":"hang"})");
    story.upgrade(by_websocket + "alice");
    CHECK(story.frame(1, "40").empty());
    const auto refused = story.WorldStory::journal("refuse");
    CHECK(refused[0]["via"] == "hang");
    CHECK_FALSE(refused[0].contains("message"));
    advance(story, 44'999);
    CHECK(story.call("GET", "/clock")["next"]["timer"] == "connect_timeout");
    advance(story, 1);
    CHECK(story.wire().back() == "close 1");
    expect_the_same(story);
}

TEST_CASE("A client refused by an event joins, gets the event, and is disconnected", "[core][auth]") {
    auto story = with_outcome(R"({"do":"reject","via":"event","message":"Banned","data":{"until":7}})");
    story.upgrade(by_websocket + "alice");
    const auto lines = story.frame(1, "40");
    REQUIRE(lines.size() == 3);
    CHECK(is_accepted(lines));
    CHECK(lines[1] == R"(frame 1: 42["error",{"message":"Banned","data":{"until":7}}])");
    CHECK(lines[2] == "frame 1: 41");
    CHECK(kinds_in(story) == std::vector<std::string>{"open", "connect", "refuse", "emit", "disconnect"});
    const auto emitted = story.WorldStory::journal("emit")[0];
    CHECK(emitted["event"] == "error");
    CHECK(emitted["recipients"].size() == 1);
    CHECK(story.call("GET", "/connections")["connections"].empty());
    expect_the_same(story);
}

TEST_CASE("Protocol 3 is refused by an event, too", "[core][auth]") {
    auto story = with_outcome(R"({"do":"reject","via":"event"})");
    const auto lines = story.upgrade("EIO=3&transport=websocket&jwt_token=alice");
    REQUIRE(lines.size() == 5); // accept, open, then
    CHECK(lines[2] == "frame 1: 40");
    CHECK(lines[3] == R"(frame 1: 42["error",{"message":"Unauthorization"}])");
    CHECK(lines[4] == "frame 1: 41");
    expect_the_same(story);
}

TEST_CASE("The transport is dropped at CONNECT without a word", "[core][auth]") {
    auto story = with_outcome(R"({"do":"reject","via":"close"})");
    story.upgrade(by_websocket + "alice");
    CHECK(story.frame(1, "40") == WireLines{"drop 1"});
    const auto sid = story.open_polling("bob");
    const auto query = "EIO=4&transport=polling&sid=" + sid;
    story.get(query);
    CHECK(story.post(query, "40") == WireLines{"answer 4: 200 ok", "drop 3"});
    CHECK(story.get(query)[0].find(R"("code":1)") != std::string::npos);
    CHECK(story.upgrade("EIO=3&transport=websocket&jwt_token=carol").back() == "drop 6");
    CHECK(story.state().connections.all().empty());
    CHECK(story.WorldStory::journal("close")[0]["reason"] == "forced close");
    expect_the_same(story);
}

TEST_CASE("After a delay a transport is dropped as well", "[core][auth]") {
    auto story = with_outcome(R"({"do":"reject","via":"close","delay_ms":10})");
    story.upgrade(by_websocket + "alice");
    story.frame(1, "40");
    advance(story, 10);
    CHECK(story.wire() == WireLines{"drop 1"});
    CHECK(story.state().connections.all().empty());
    expect_the_same(story);
}

TEST_CASE("An accepted client expires, without an event", "[core][auth]") {
    auto story = with_outcome(R"({"do":"accept","expire_after_ms":10000})",
                              R"("times":1,)"); // the second client stays
    story.join("alice");
    story.join("bob");
    const auto fired = advance(story, 10'000);
    CHECK(fired.find(R"({"at":"2020-01-01T00:00:10.000Z","timer":"expiry","user":"alice"})") !=
          std::string::npos);
    const auto& wire = story.wire();
    CHECK(std::find(wire.begin(), wire.end(), "frame 1: 41") != wire.end());
    CHECK(std::find(wire.begin(), wire.end(), "frame 2: 41") == wire.end());
    const auto ended = story.WorldStory::journal("disconnect")[0];
    CHECK(ended["reason"] == "server namespace disconnect");
    CHECK(ended["cause"] == "expired");
    expect_the_same(story);
}

TEST_CASE("An accepted client expires, with an event", "[core][auth]") {
    auto story = with_outcome(
        R"({"do":"accept","expire_after_ms":1000,"expire_as":"event","message":"Token expired"})");
    story.join("alice");
    advance(story, 1000);
    CHECK(story.wire() == WireLines{R"(frame 1: 42["error",{"message":"Token expired"}])", "frame 1: 41"});
    expect_the_same(story);
}

TEST_CASE("A client that has left does not expire", "[core][auth]") {
    auto story = with_outcome(R"({"do":"accept","expire_after_ms":1000})");
    story.join("alice");
    story.frame(1, "41");
    CHECK(advance(story, 1000) == "[]");
    story.frame(1, "40"); // joined again, for the same time
    CHECK(advance(story, 999) == "[]");
    CHECK(advance(story, 1) != "[]");
    expect_the_same(story);
}

TEST_CASE("Signatures and times decide again in a replay, with no key at hand", "[core][auth][transcript]") {
    GoldenStory story(R"({"jwt":{"secret":"secret"}})", {"NewMessage"},
                      {ClockMode::manual, Instant(1700000000s)});
    const auto is_in = [&](const std::string& token) {
        story.upgrade(by_websocket + token);
        return is_accepted(story.frame(story.last_number(), "40"));
    };
    CHECK(is_in(signed_with_secret));
    CHECK_FALSE(is_in(signed_with_another_secret));
    CHECK_FALSE(is_in("alice"));
    CHECK_FALSE(is_in(""));
    CHECK_FALSE(is_in(signed_for_a_minute));
    advance(story, 60'000);
    CHECK(is_in(signed_for_a_minute));
    advance(story, 60'000);
    CHECK_FALSE(is_in(signed_for_a_minute));
    story.call("POST", "/auth/rules", R"({"match":{"token":"alice"},"outcome":{"do":"accept"}})");
    CHECK(is_in("alice"));
    CHECK(story.transcript().find(R"("profile":{"jwt":{"hidden":true,)") != std::string::npos);
    expect_the_same(story);
}

TEST_CASE("It is not quiet while an outcome is due", "[core][auth]") {
    WorldStory story(R"({"auth":{"rules":[{"match":{},"outcome":{"do":"reject","delay_ms":1000}}]}})");
    story.upgrade(by_websocket + "alice");
    story.frame(1, "40");
    const auto ticket = story.ask(Quiesce{});
    CHECK_FALSE(story.is_answered(ticket));
    story.advance(1000ms);
    story.write_all();
    CHECK(story.is_answered(ticket));
}
