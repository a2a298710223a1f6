// Each way to disconnect a client: effects on the network, remaining clients, and journal entries.
#include "core/clients/disconnector.hpp"
#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;
using namespace std::chrono_literals;
using policy::DisconnectAs;

namespace {

const std::string quick_pings = R"({"protocol":{"ping_interval_ms":300,"ping_timeout_ms":200}})";
constexpr Milliseconds silence_max = 300ms + 200ms + 30s;

Disconnect everyone(DisconnectAs as) { return {{}, as}; }

// Alice by WebSocket, channel 1; Bob with a waiting poll.
struct AliceAndBob : WorldStory {
    AliceAndBob() : WorldStory(quick_pings) {
        join("alice");
        query = "EIO=4&transport=polling&sid=" + open_polling("bob");
        post(query, "40");
        get(query);
        get(query);
        parked = std::to_string(last_number());
    }

    std::string query;
    std::string parked;
};

std::vector<std::string> reasons(WorldStory& story, const std::string& kind) {
    std::vector<std::string> reasons;
    for (const auto& entry : story.journal(kind)) reasons.push_back(entry.at("reason"));
    return reasons;
}

using Reasons = std::vector<std::string>;

bool is_unknown(const WireLines& wire) {
    return wire.at(0).find(R"(: 400 {"code":1,"message":"Session ID unknown"})") != std::string::npos;
}

} // namespace

TEST_CASE("Every way to disconnect has its name, and is journalled with it", "[core][disconnect]") {
    for (const auto as : policy::all_disconnect_as) {
        CAPTURE(policy::name_of(as));
        const Json body = {{"as", policy::name_of(as)}};
        Fields fields(body, "");
        CHECK(policy::read_disconnect_as(fields, "as", DisconnectAs::server_disconnect) == as);
        WorldStory story;
        story.call(everyone(as));
        CHECK(story.journal("control").back()["as"] == policy::name_of(as));
    }
}

TEST_CASE("transport_error breaks a WebSocket, and cuts a poll off", "[core][disconnect]") {
    AliceAndBob story;
    CHECK(story.call(everyone(DisconnectAs::transport_error))["disconnected"].size() == 2);
    CHECK(story.wire() == WireLines{"break 1", "drop " + story.parked});
    CHECK(reasons(story, "disconnect") == Reasons{"transport error", "transport error"});
    CHECK(is_unknown(story.get(story.query)));
}

TEST_CASE("restart cuts every connection, and knows no session afterwards", "[core][disconnect]") {
    AliceAndBob story;
    story.call(everyone(DisconnectAs::restart));
    CHECK(story.wire() == WireLines{"drop 1", "drop " + story.parked});
    CHECK(reasons(story, "close") == Reasons{"server restart", "server restart"});
    CHECK(story.state().connections.all().empty());
    CHECK(is_unknown(story.get(story.query)));
    CHECK(is_unknown(story.post(story.query, "42[\"late\"]")));
}

TEST_CASE("parse_error sends an unreadable packet, and closes", "[core][disconnect]") {
    AliceAndBob story;
    story.call(everyone(DisconnectAs::parse_error));
    const std::string broken_event = R"(42["NewMessage",{"id":)";
    CHECK(story.wire() == WireLines{"frame 1: " + broken_event, "close 1",
                                    "answer " + story.parked + ": 200 " + broken_event});
    CHECK(reasons(story, "disconnect") == Reasons{"parse error", "parse error"});
    CHECK(story.get(story.query).at(0).find(": 200 6|1") != std::string::npos);
}

TEST_CASE("A client of Engine.IO 3 gets bytes that are not a packet", "[core][disconnect]") {
    WorldStory story;
    story.upgrade("EIO=3&transport=websocket&jwt_token=alice");
    story.call(everyone(DisconnectAs::parse_error));
    CHECK(story.wire() == WireLines{"frame 1: 7", "close 1"});
}

TEST_CASE("ping_timeout says nothing: the members are gone, their sockets stay", "[core][disconnect]") {
    AliceAndBob story;
    story.call(everyone(DisconnectAs::ping_timeout));
    CHECK(story.wire().empty());
    CHECK(reasons(story, "disconnect") == Reasons{"ping timeout", "ping timeout"});
    CHECK(story.call(ListConnections{})["connections"].empty());
    CHECK(story.call(inject_to("alice"))["recipients"].empty());

    CHECK(story.frame(1, "42[\"unheard\"]").empty());
    CHECK(story.post(story.query, "42[\"unheard\"]").empty());
    const auto posted = std::to_string(story.last_number());
    CHECK(story.journal("receive").empty());
    CHECK(story.advance(silence_max - 1ms).empty());
    CHECK(story.advance(1ms) == WireLines{"drop 1", "drop " + story.parked, "drop " + posted});
    CHECK(story.state().connections.all().empty());
}

TEST_CASE("A client that ends an unanswered poll or POST is forgotten", "[core][disconnect]") {
    AliceAndBob story;
    story.call(everyone(DisconnectAs::ping_timeout));
    SECTION("the poll") {
        story.post(story.query, "3");
        const auto posted = std::to_string(story.last_number());
        CHECK(story.lose_exchange(std::stoull(story.parked)) == WireLines{"drop " + posted});
    }
    SECTION("the POST") {
        story.post(story.query, "3");
        CHECK(story.lose_exchange(story.last_number()) == WireLines{"drop " + story.parked});
    }
    CHECK(is_unknown(story.get(story.query)));
    CHECK(story.state().connections.exchanges().empty());
}

TEST_CASE("A half-open member stays and is heard, but nothing gets to it", "[core][disconnect]") {
    AliceAndBob story;
    CHECK(story.call(everyone(DisconnectAs::half_open))["disconnected"].size() == 2);
    CHECK(story.wire().empty());
    CHECK(story.journal("disconnect").empty());
    CHECK(story.call(ListConnections{})["connections"].size() == 2);

    story.frame(1, "42[\"heard\"]");
    story.post(story.query, "42[\"heard\"]");
    CHECK(story.journal("receive").size() == 2);

    auto inject = inject_to("alice");
    inject.await = Await::written;
    const auto written = story.ask(inject);
    CHECK(story.wire().empty());
    story.write_all();
    CHECK_FALSE(story.is_answered(written));
    SECTION("the caller loses patience") {
        story.give_up(written);
        CHECK(expect_error(story.answer(written)).code == ErrorCode::timed_out);
    }
    SECTION("or the member goes") {
        story.lose_channel(1);
        CHECK(story.body(written)["recipients"][0]["state"] == "lost");
    }
    SECTION("or the mock has enough") {
        story.advance(silence_max);
        CHECK(story.body(written)["recipients"][0]["state"] == "lost");
        CHECK(reasons(story, "close") == Reasons{"ping timeout", "ping timeout"});
    }
}

TEST_CASE("A silent or half-open client delays no call", "[core][disconnect]") {
    for (const auto as : {DisconnectAs::ping_timeout, DisconnectAs::half_open}) {
        CAPTURE(policy::name_of(as));
        AliceAndBob story;
        story.call(inject_to("bob")); // answers the poll
        story.call(inject_to("bob")); // waits for another poll
        story.call(SetClock{ClockMode::manual});
        const auto advance = story.ask(AdvanceClock{400ms, true});
        CHECK_FALSE(story.is_answered(advance)); // both were pinged
        const auto quiesce = story.ask(Quiesce{});
        story.call(everyone(as));
        CHECK(story.is_answered(advance));
        story.write_all();
        CHECK(story.is_answered(quiesce));
        CHECK(story.is_answered(story.ask(AdvanceClock{1h, true})));
        CHECK(story.state().connections.all().empty());
    }
}

TEST_CASE("A reset and the server's end are the end of the silent and the half-open", "[core][disconnect]") {
    for (const auto as : {DisconnectAs::ping_timeout, DisconnectAs::half_open}) {
        for (const bool resets : {true, false}) {
            CAPTURE(policy::name_of(as), resets);
            AliceAndBob story;
            story.call(everyone(as));
            if (resets) story.call(Reset{});
            else story.shut_down();
            CHECK(story.wire() == WireLines{"drop 1", "drop " + story.parked});
            CHECK(story.state().connections.all().empty());
        }
    }
}

TEST_CASE("Torn packets: only the first half of the last one is sent", "[core][disconnect]") {
    State state({1, shipped_catalogue(), {}, {}});
    Gate gate(state);
    NoListener no_listener;
    Members members(state, gate, no_listener);
    Faults faults(state);
    Clients clients(state, gate, members, faults);
    Disconnector disconnector(state, members, clients);
    http::Request request;
    request.method = "GET";
    http::read_target("/socket.io/?EIO=4&transport=websocket&jwt_token=alice", request);
    clients.upgrade(1, request);
    clients.frame(1, {false, "40"});
    state.output.effects = {};

    disconnector.tear(
        state.connections.members().begin()->second,
        {engineio::share_json_message("2[\"whole\"]"), engineio::share_json_message("2[\"torn\"]")});
    CHECK(engineio::transcript(state.output.effects.wire) ==
          WireLines{"frame 1: 42[\"whole\"]", "torn frame 1: 42[\"torn\"]"});
    CHECK(state.connections.members().empty());
    CHECK(state.connections.all().empty());
}
