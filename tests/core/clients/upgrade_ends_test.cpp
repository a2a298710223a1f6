// Each way to end a connection during its client's upgrade, as control calls do it: the connection ends at
// once, and the client learns of it on the transport that it uses.
#include "support/fault_story.hpp"

#include <functional>

using namespace chatmock;
using namespace chatmock::core;

namespace {

// Alice has joined by polling, and the WebSocket's probe was answered, so polling is paused.
class UpgradingStory : public FaultStory {
public:
    explicit UpgradingStory(std::string_view profile = rules_of_default_profile) : FaultStory(profile) {
        sid_ = open_polling("alice");
        post(query("polling"), "40");
        get(query("polling"));
        get(query("polling"));
        upgrade(query("websocket"));
        channel_ = last_number();
        frame(channel_, "2probe");
    }

    std::string query(const std::string& transport) const {
        return "EIO=4&sid=" + sid_ + "&transport=" + transport;
    }

    // The effects when the client upgrades to the WebSocket, without the channel's number.
    std::string upgraded() { return heard(frame(channel_, "5"), channel_); }
    std::string polled() {
        const auto lines = get(query("polling"));
        return heard(lines, last_number());
    }

    engineio::ChannelId channel() const { return channel_; }

private:
    static std::string heard(const WireLines& lines, std::uint64_t number) {
        std::string all;
        for (auto line : lines) {
            const auto at = line.find(" " + std::to_string(number));
            if (at != std::string::npos) line.erase(at, std::to_string(number).size() + 1);
            all += (all.empty() ? "" : "; ") + line;
        }
        return all;
    }

    std::string sid_;
    engineio::ChannelId channel_ = 0;
};

policy::Target alice() { return inject_to("alice").to; }

std::function<void(UpgradingStory&)> disconnected(policy::DisconnectAs as) {
    return [as](UpgradingStory& story) { story.call(Disconnect{alice(), as}); };
}

std::function<void(UpgradingStory&)> struck(const std::string& fault) {
    return [fault](UpgradingStory& story) {
        story.install("end", fault);
        story.send(1, 1);
    };
}

struct End {
    std::string name;
    std::function<void(UpgradingStory&)> act;
    std::string by_websocket, by_poll, reason;
};

const std::string unknown = R"(answer: 400 {"code":1,"message":"Session ID unknown"})";
const std::string event = R"(42["NewMessage",{"n":1}])";

std::vector<End> ends() {
    using policy::DisconnectAs;
    return {
        {"transport_close", disconnected(DisconnectAs::transport_close), "close", "answer: 200 6|1; close #",
         "forced close"},
        {"transport_error", disconnected(DisconnectAs::transport_error), "break", unknown + "; break #",
         "transport error"},
        {"parse_error", disconnected(DisconnectAs::parse_error), R"(frame: 42["NewMessage",{"id":; close)",
         R"(answer: 200 42["NewMessage",{"id":)", "parse error"},
        {"restart", disconnected(DisconnectAs::restart), "drop", unknown + "; drop #", "server restart"},
        {"a fault before", struck(R"({"do":"disconnect","when":"before"})"), "close",
         "answer: 200 6|1; close #", "forced close"},
        {"a fault amid", struck(R"({"do":"disconnect","when":"amid"})"), "torn frame: " + event,
         "torn answer: 200 " + event + "; drop #", "transport error"},
        {"a fault after", struck(R"({"do":"disconnect","when":"after"})"), "frame: " + event + "; close",
         "answer: 200 " + event, "forced close"},
        {"a reset", [](UpgradingStory& story) { story.call(Reset{}); }, "close", "answer: 200 6|1; close #",
         ""},
        {"a shutdown", [](UpgradingStory& story) { story.shut_down(); }, "close", "answer: 200 6|1; close #",
         "server shutting down"},
    };
}

std::string with_channel(std::string text, const UpgradingStory& story) {
    const auto at = text.find('#');
    return at == std::string::npos ? text : text.replace(at, 1, std::to_string(story.channel()));
}

} // namespace

TEST_CASE("an end during an upgrade is immediate, and the client learns of it where it listens",
          "[core][upgrade]") {
    for (const auto& end : ends()) {
        for (const bool polls : {false, true}) {
            CAPTURE(end.name, polls);
            UpgradingStory story;
            end.act(story);
            CHECK(story.wire().empty());
            CHECK(story.call(ListConnections{})["connections"].empty());
            if (!end.reason.empty()) CHECK(story.journal("disconnect").at(0)["reason"] == end.reason);
            if (polls) CHECK(story.polled() == with_channel(end.by_poll, story));
            else CHECK(story.upgraded() == end.by_websocket);
            CHECK(story.journal("violation").empty());
            CHECK(story.journal("upgrade").empty());
        }
    }
}

TEST_CASE("a client that Socket.IO disconnects during its upgrade learns of it by its new transport",
          "[core][upgrade]") {
    UpgradingStory story;
    SECTION("on request") {
        story.call(Disconnect{alice(), policy::DisconnectAs::server_disconnect});
        CHECK(story.upgraded() == "frame: 41");
    }
    SECTION("or by a poll that arrives first") {
        story.call(Disconnect{alice(), policy::DisconnectAs::server_disconnect});
        CHECK(story.polled() == "answer: 200 41");
    }
}

TEST_CASE("silence and half a connection amid an upgrade answer nothing", "[core][upgrade]") {
    for (const auto as : {policy::DisconnectAs::ping_timeout, policy::DisconnectAs::half_open}) {
        for (const bool polls : {false, true}) {
            CAPTURE(policy::name_of(as), polls);
            UpgradingStory story;
            story.call(Disconnect{alice(), as});
            CHECK((polls ? story.polled() : story.upgraded()).empty());
        }
    }
}

TEST_CASE("a mock that stops waits for clients that cannot learn of the end yet", "[core][upgrade]") {
    UpgradingStory story;
    CHECK_FALSE(story.has_clients_to_notify());
    story.shut_down();
    CHECK(story.has_clients_to_notify());
    story.upgraded();
    CHECK_FALSE(story.has_clients_to_notify());
}

TEST_CASE("a client that never finishes its upgrade is forgotten all the same", "[core][upgrade]") {
    UpgradingStory story;
    story.call(Disconnect{alice(), policy::DisconnectAs::restart});
    CHECK(story.advance(Milliseconds(10000)) == WireLines{"drop " + std::to_string(story.channel())});
    CHECK(story.state().connections.all().empty());
}
