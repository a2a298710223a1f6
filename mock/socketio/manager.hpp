// A whole client, pure: one Engine.IO session with one namespace on it. What the wire brought and what time
// it is go in, what is to be done on the wire and what happened come out. To a server it is what core's World
// is to a client.
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

// The Engine.IO session is there; the namespace is not.
struct Opened {};

struct Upgraded {};

// The session has ended, and with it the client: no more will happen.
struct Ended {
    std::string_view reason; // an engineio::close_reason
    std::string detail;      // for people; empty where there is no more to say
};

using Happening = std::variant<Opened, Upgraded, Connected, Refused, EventReceived, Disconnected, Ended>;

struct ClientEffects {
    std::vector<engineio::ClientEffect> wire;
    std::vector<Happening> happenings;
};

class Manager {
public:
    // `auth` as Socket takes it.
    Manager(const engineio::ClientSettings& settings, std::string namespace_name, Json auth = nullptr);

    const engineio::ClientSession& session() const { return session_; }

    // Who is turned away by HTTP already is Refused, and has Ended.
    [[nodiscard]] ClientEffects apply(const ClientInput& input, Instant now);

    std::optional<Instant> next_deadline() const { return session_.deadline(); }

private:
    void drive(const ClientInput& input, Instant now, engineio::ClientOutput& output);
    void close(engineio::ClientOutput& output);
    bool hear(const engineio::Message& message, engineio::ClientOutput& output, ClientEffects& effects);
    void tell(const std::string& packet, engineio::ClientOutput& output);

    engineio::ClientSession session_;
    Socket socket_;
};

} // namespace chatmock::socketio
