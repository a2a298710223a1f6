// Socket.IO actions of clients: joining namespaces, sending events, acknowledging, leaving.
#pragma once

#include "core/clients/gate.hpp"
#include "core/clients/member_listener.hpp"

namespace chatmock::core {

// The next step for the client's session.
enum class Next {
    go_on,
    close, // the client has violated the protocol
    drop,  // an auth rule drops its transport
};

class Members {
public:
    Members(State& state, Gate& gate, MemberListener& listener)
        : state_(state), gate_(gate), listener_(listener) {}

    // Appends CONNECTs to `requests`, for request_connect().
    Next interpret(Connection& connection, const engineio::Message& message,
                   std::vector<socketio::ConnectRequested>& requests);

    // Also called for clients that join without a CONNECT.
    Next request_connect(Connection& connection, const socketio::ConnectRequested& request);

    // Performs the auth rules' decision on its CONNECT.
    Next conclude(Connection& connection, const socketio::ConnectRequested& request,
                  const policy::Decision& outcome);

    // The lifetime that its auth rule or its token granted has ended.
    void expire(std::uint64_t join_order);

    // Removes the member from its namespace; the transport stays.
    void disconnect(const Member& member);

    // The session has ended: all its members leave.
    void leave_all(Connection& connection, std::string_view reason);

private:
    void identify(Connection& connection, const socketio::ConnectRequested& request);
    socketio::Meaning receive(Connection& connection, const engineio::Message& message);
    Next take(Connection& connection, const socketio::ConnectRequested& request);
    Next take(Connection& connection, socketio::EventReceived event);
    Next take(Connection& connection, socketio::Acknowledged acknowledged);
    Next take(Connection&, const socketio::Left& left);
    Next take(Connection& connection, const socketio::Broken& broken);
    Next take(Connection&, const socketio::Ignored&) { return Next::go_on; }

    const Member& accept(Connection& connection, const socketio::ConnectRequested& request,
                         const policy::AuthOutcome& outcome);
    void refuse(Connection& connection, const std::string& namespace_name, Json details,
                const policy::Reason& why);
    void hold_to_contract(const Member& member, const std::string& event, const Json& arguments);
    void emit_error(const Member& member, const policy::AuthOutcome& outcome);
    void leave(const Member& member, std::string_view reason, const Details& details = {});
    void send_packet(Connection& connection, const std::string& packet);

    State& state_;
    Gate& gate_;
    MemberListener& listener_;
};

} // namespace chatmock::core
