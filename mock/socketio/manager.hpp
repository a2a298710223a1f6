// A whole client, pure: one Engine.IO session with one namespace. Server actions and the time go in; effects
// and events are returned. It is the client's counterpart of core's World.
#pragma once

#include "engineio/client_session.hpp"
#include "socketio/socket.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace chatmock::socketio {

struct Start {};
struct Responded {
    http::ExchangeId exchange;
    http::Response response;
};
struct RequestFailed {
    http::ExchangeId exchange;
    std::string detail;
};
struct ChannelAccepted {
    engineio::ChannelId channel;
};
struct ChannelRefused {
    engineio::ChannelId channel;
    http::Response response;
};
struct FrameReceived {
    engineio::ChannelId channel;
    engineio::Message content;
};
struct ChannelFailed {
    engineio::ChannelId channel;
    std::string detail;
};
struct TimePassed {};
struct Close {}; // leaves the namespace, and ends the session

using ClientInput = std::variant<Start, Responded, RequestFailed, ChannelAccepted, ChannelRefused,
                                 FrameReceived, ChannelFailed, TimePassed, Close>;

// The Engine.IO session is open; the namespace is not joined yet.
struct Opened {};

struct Upgraded {};

// The session and the client have ended; no event follows.
struct Ended {
    std::string_view reason; // an engineio::close_reason
    std::string detail;      // for people; empty if nothing is known
};

using ClientEvent = std::variant<Opened, Upgraded, Connected, Refused, EventReceived, Disconnected, Ended>;

struct ClientEffects {
    std::vector<engineio::ClientEffect> wire;
    std::vector<ClientEvent> events;
};

class Manager {
public:
    // For `auth`, see Socket.
    Manager(const engineio::ClientSettings& settings, std::string namespace_name, Json auth = nullptr);

    const engineio::ClientSession& session() const { return session_; }

    // A client that HTTP refuses gets Refused, then Ended.
    [[nodiscard]] ClientEffects apply(const ClientInput& input, Instant now);

    std::optional<Instant> next_deadline() const { return session_.deadline(); }

private:
    void drive(const ClientInput& input, Instant now, engineio::ClientOutput& output);
    void close(engineio::ClientOutput& output);
    bool hear(const engineio::Message& message, engineio::ClientOutput& output, ClientEffects& effects);
    void send(const std::string& packet, engineio::ClientOutput& output);

    engineio::ClientSession session_;
    Socket socket_;
};

} // namespace chatmock::socketio
