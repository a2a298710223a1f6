// The totals of a world, event by event.
#include "core/journal/totals.hpp"

#include "support/fault_story.hpp"
#include "support/sandboxes_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

const std::string declares_typing = R"({"groups":{},
    "client_events":{"typing":{"arguments":{}}},
    "reactions":[{"on":{"event":"ping me"},"emit":{"event":"pong","arguments":[1]}}]})";

Inject to_everyone() {
    Inject inject;
    inject.event = "NewMessage";
    return inject;
}

} // namespace

TEST_CASE("Clients are counted when they join, are refused, and leave, by reason", "[core][totals]") {
    WorldStory story;
    const auto alice = story.join("alice");
    story.join("bob");
    story.upgrade("EIO=4&transport=websocket");
    story.frame(story.last_number(), "40");
    story.lose_channel(alice);
    story.call(Disconnect{inject_to("bob").to});
    const auto& totals = story.state().totals;
    CHECK(totals.connects == 2);
    CHECK(totals.refusals == 1);
    CHECK(totals.disconnects == CountByName{{"server namespace disconnect", 1}, {"transport close", 1}});
}

TEST_CASE("A sent event counts once for each recipient, with the bytes of its payload", "[core][totals]") {
    WorldStory story;
    story.call(to_everyone());
    CHECK(story.state().totals.sent.at("NewMessage").events == 0);
    story.join("alice");
    story.join("bob");
    auto inject = to_everyone();
    inject.data = Json{{"n", 12}};
    inject.enforce_contract = false;
    inject.repeat = 3;
    story.call(inject);
    const auto& sent = story.state().totals.sent.at("NewMessage");
    CHECK(sent.events == 6);
    CHECK(sent.bytes == 6 * std::string_view(R"({"n":12})").size());
}

TEST_CASE("A payload of each recipient's own counts with its own bytes", "[core][totals]") {
    WorldStory story;
    story.join("al");
    story.join("alexander");
    auto inject = to_everyone();
    inject.data = Json{{"to", "${user}"}};
    inject.enforce_contract = false;
    story.call(inject);
    CHECK(story.state().totals.sent.at("NewMessage").bytes ==
          std::string_view(R"({"to":"al"}{"to":"alexander"})").size());
}

TEST_CASE("Events keep their names if the catalogue or the profile has them", "[core][totals]") {
    WorldStory story(declares_typing);
    const auto channel = story.join("alice");
    for (const auto* event : {"typing", "ping me", "NewMessage", "made up", "also made up"})
        story.frame(channel, "42[\"" + std::string(event) + "\",true]");
    const auto& totals = story.state().totals;
    std::map<std::string, std::uint64_t> received;
    for (const auto& [event, sum] : totals.received) received.emplace(event, sum.events);
    CHECK(received == std::map<std::string, std::uint64_t>{
                          {"NewMessage", 1}, {"other", 2}, {"ping me", 1}, {"typing", 1}});
    CHECK(totals.received.at("typing").bytes == std::string_view("[true]").size());
    CHECK(totals.sent.at("pong").events == 1);
    CHECK(totals.violations == CountByName{{"undeclared_event", 4}});
}

TEST_CASE("More events than the bound count as others", "[core][totals]") {
    Totals totals;
    for (std::size_t i = 0; i < 2 * counted_events_max; ++i) {
        Totals more;
        more.sent["event " + std::to_string(i)] = {1, 10};
        totals += more;
    }
    CHECK(totals.sent.size() <= counted_events_max + 1);
    std::uint64_t events = 0;
    for (const auto& [event, sum] : totals.sent) events += sum.events;
    CHECK(events == 2 * counted_events_max);
}

TEST_CASE("Strikes of faults count by kind, violations by code", "[core][totals]") {
    FaultStory story;
    story.join("alice");
    story.install("lossy", R"({"do":"drop","on":{"first":2}})");
    story.send(1, 3);
    const auto channel = story.join("bob");
    story.frame(channel, "abc");
    const auto& totals = story.state().totals;
    CHECK(totals.strikes == CountByName{{"drop", 2}});
    REQUIRE(totals.violations.size() == 1);
    CHECK(totals.violations.begin()->second == 1);
}

TEST_CASE("Totals only grow: a reset does not touch them", "[core][totals]") {
    WorldStory story;
    story.join("alice");
    story.call(to_everyone());
    story.call(Reset{});
    const auto& totals = story.state().totals;
    CHECK(totals.connects == 1);
    CHECK(totals.sent.at("NewMessage").events == 1);
    CHECK(totals.disconnects == CountByName{{"transport close", 1}});
}

TEST_CASE("Metrics of all sandboxes are sums, also of those that have ended", "[sandboxes][totals]") {
    SandboxesStory story;
    story.make("w1");
    story.make("w2");
    story.join("/socket.io/?EIO=4&transport=websocket&jwt_token=alice");
    story.join("/sandbox/w1/socket.io/?EIO=4&transport=websocket&jwt_token=bob");
    story.join("/sandbox/w2/socket.io/?EIO=4&transport=websocket&jwt_token=carol");
    CHECK(expect_value(story.metrics("w1")).connected == 1);
    const auto before = expect_value(story.metrics());
    CHECK(before.connected == 3);
    CHECK(before.sandboxes == 3);
    story.perform(EndSandbox{"w1"});
    const auto after = expect_value(story.metrics());
    CHECK(after.connected == 2);
    CHECK(after.sandboxes == 2);
    CHECK(after.totals.connects == 3);
    CHECK(after.totals.disconnects == CountByName{{"server shutting down", 1}});
    CHECK(after.journal_bytes.limit < before.journal_bytes.limit);
    CHECK(expect_error(story.metrics("w1")).code == ErrorCode::unknown_sandbox);
}
