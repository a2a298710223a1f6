// What clients mean in Socket.IO: joining namespaces, sending events, acknowledging, leaving.
#pragma once

#include "core/state.hpp"

namespace chatmock::core {

class Members {
public:
    explicit Members(State& state) : state_(state) {}

    // Whether the client may go on speaking; where not, its session is closed.
    bool interpret(Connection& connection, const engineio::Message& message);

    // As if the client had sent CONNECT.
    void request_connect(Connection& connection, const socketio::ConnectRequested& wish);

    // The server disconnects the member and leaves the transport to the client.
    void disconnect(const Member& member);

    // The session has ended, and with it every membership.
    void leave_all(Connection& connection, std::string_view reason);

private:
    void take(Connection& connection, const socketio::ConnectRequested& wish);
    void take(Connection& connection, socketio::EventReceived event);
    void take(Connection& connection, socketio::Acknowledged acknowledged);
    void take(Connection& connection, const socketio::Left& left);
    void take(Connection& connection, const socketio::Broken& broken);
    void take(Connection&, const socketio::Ignored&) {}

    void accept(Connection& connection, const socketio::ConnectRequested& wish);
    void refuse(Connection& connection, const std::string& namespace_name, const std::string& packet,
                const std::string& message);
    void leave(const Member& member, std::string_view reason);
    void tell(Connection& connection, const std::string& packet);

    State& state_;
};

} // namespace chatmock::core
