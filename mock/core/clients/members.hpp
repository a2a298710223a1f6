// What clients mean in Socket.IO: joining namespaces, sending events, acknowledging, leaving.
#pragma once

#include "core/clients/gate.hpp"
#include "core/clients/member_listener.hpp"

namespace chatmock::core {

// What follows for the client's session.
enum class Next {
    go_on,
    close, // the client has broken the protocol
    drop,  // an auth rule has its transport dropped
};

class Members {
public:
    Members(State& state, Gate& gate, MemberListener& listener)
        : state_(state), gate_(gate), listener_(listener) {}

    // A wish to join is left in `wishes`, for request_connect().
    Next interpret(Connection& connection, const engineio::Message& message,
                   std::vector<socketio::ConnectRequested>& wishes);

    // As if the client had sent CONNECT.
    Next request_connect(Connection& connection, const socketio::ConnectRequested& wish);

    // What the auth rules say becomes of its CONNECT.
    Next conclude(Connection& connection, const socketio::ConnectRequested& wish,
                  const policy::Decision& outcome);

    // What let it in holds no longer.
    void expire(std::uint64_t place);

    // The server disconnects the member and leaves the transport to the client.
    void disconnect(const Member& member);

    // The session has ended, and with it every membership.
    void leave_all(Connection& connection, std::string_view reason);

private:
    void identify(Connection& connection, const socketio::ConnectRequested& wish);
    socketio::Meaning receive(Connection& connection, const engineio::Message& message);
    Next take(Connection& connection, const socketio::ConnectRequested& wish);
    Next take(Connection& connection, socketio::EventReceived event);
    Next take(Connection& connection, socketio::Acknowledged acknowledged);
    Next take(Connection& connection, const socketio::Left& left);
    Next take(Connection& connection, const socketio::Broken& broken);
    Next take(Connection&, const socketio::Ignored&) { return Next::go_on; }

    const Member& accept(Connection& connection, const socketio::ConnectRequested& wish,
                         const policy::AuthOutcome& outcome);
    void refuse(Connection& connection, const std::string& namespace_name, Json details,
                const policy::Reason& why);
    void hold_to_contract(const Member& member, const std::string& event, const Json& arguments);
    void emit_error(const Member& member, const policy::AuthOutcome& outcome);
    void leave(const Member& member, std::string_view reason, const Details& details = {});
    void tell(Connection& connection, const std::string& packet);

    State& state_;
    Gate& gate_;
    MemberListener& listener_;
};

} // namespace chatmock::core
