#include "socketio/manager.hpp"

#include "support/client_story.hpp"
#include "support/results.hpp"

namespace chatmock::socketio {

namespace {

struct ClientEventText {
    std::string operator()(const Opened&) const { return "opened"; }
    std::string operator()(const Upgraded&) const { return "upgraded"; }
    std::string operator()(const Connected& connected) const { return "connected " + connected.sid; }
    std::string operator()(const Refused& refused) const {
        return "refused " + refused.message + " " + to_text(refused.data);
    }
    std::string operator()(const EventReceived& event) const { return "event " + event.name; }
    std::string operator()(const Disconnected&) const { return "disconnected"; }
    std::string operator()(const Ended& ended) const { return "ended: " + std::string(ended.reason); }
};

// The events, then the effects on the network.
std::vector<std::string> told_by(const ClientEffects& effects) {
    std::vector<std::string> lines;
    for (const auto& event : effects.events) lines.push_back(std::visit(ClientEventText{}, event));
    for (const auto& effect : effects.wire) lines.push_back(std::visit(engineio::ClientWireText{}, effect));
    return lines;
}

using Lines = std::vector<std::string>;

class ManagerStory {
public:
    explicit ManagerStory(engineio::Transports transports,
                          engineio::Protocol protocol = engineio::Protocol::v4)
        : manager_(
              [&] {
                  engineio::ClientSettings settings;
                  settings.transports = transports;
                  settings.protocol = protocol;
                  return settings;
              }(),
              "/") {}

    Lines plays(const ClientInput& input) { return told_by(manager_.apply(input, Instant{})); }
    Lines hears(std::string_view frame) { return plays(FrameReceived{1, {false, std::string(frame)}}); }

    // By WebSocket, after its handshake.
    static ManagerStory opened(engineio::Protocol protocol = engineio::Protocol::v4) {
        ManagerStory story(engineio::Transports::websocket, protocol);
        story.plays(Start{});
        story.plays(ChannelAccepted{1});
        story.hears(engineio::ClientStory::handshake);
        return story;
    }

private:
    Manager manager_;
};

} // namespace

TEST_CASE("A client that has a session asks to be let in", "[socketio]") {
    ManagerStory story(engineio::Transports::websocket);
    CHECK(story.plays(Start{}) == Lines{"open 1"});
    CHECK(story.hears(engineio::ClientStory::handshake) == Lines{"opened", "frame 1: 40"});
    CHECK(story.hears(R"(40{"sid":"S"})") == Lines{"connected S"});
    CHECK(story.hears(R"(42["a"])") == Lines{"event a"});
}

TEST_CASE("In protocol 4 it is let in unasked", "[socketio]") {
    ManagerStory story(engineio::Transports::websocket, engineio::Protocol::v3);
    story.plays(Start{});
    CHECK(story.hears(engineio::ClientStory::handshake) == Lines{"opened"});
    CHECK(story.hears("40") == Lines{"connected "});
}

TEST_CASE("A client that HTTP refuses is refused, and has ended", "[socketio]") {
    const auto refused_with = [](std::string body) {
        ManagerStory story(engineio::Transports::polling);
        story.plays(Start{});
        return story.plays(Responded{1, {403, "", std::move(body), {}}});
    };
    for (const auto& [body, message] : {std::pair(R"({"code":4,"message":"no"})", "no"),
                                        {"plainly no", "plainly no"},
                                        {"[1]", "[1]"},
                                        {R"({"message":7})", R"({"message":7})"}}) {
        CHECK(refused_with(body) ==
              Lines{"refused " + std::string(message) + R"( {"status":403})", "ended: transport error"});
    }
}

TEST_CASE("An HTTP error later in the session is not a refusal", "[socketio]") {
    ManagerStory story(engineio::Transports::polling);
    story.plays(Start{});
    story.plays(Responded{1, {200, "", std::string(engineio::ClientStory::handshake), {}}});
    CHECK(story.plays(Responded{2, {403, "", "no", {}}}) == Lines{"ended: transport error", "drop 3"});
}

TEST_CASE("Every violation of Socket.IO ends the session, and later packets are ignored", "[socketio]") {
    ManagerStory story(engineio::Transports::polling);
    story.plays(Start{});
    story.plays(Responded{1, {200, "", std::string(engineio::ClientStory::handshake), {}}});
    const auto payload = "42[\"a\"]\x1e"
                         "4x\x1e"
                         "42[\"b\"]\x1e"
                         "4y";
    CHECK(story.plays(Responded{2, {200, "", payload, {}}}) ==
          Lines{"event a", "ended: parse error", "get 4", "drop 4", "drop 3"});
}

TEST_CASE("A client that closes leaves the namespace first", "[socketio]") {
    auto story = ManagerStory::opened();
    CHECK(story.plays(Close{}) == Lines{"ended: io client disconnect", "frame 1: 41", "close 1"});
    CHECK(story.plays(Close{}).empty());
}

} // namespace chatmock::socketio
