// Accepts or rejects clients: applies the auth rules, and keeps the clients that a rule delays.
#pragma once

#include "core/state/state.hpp"

#include <map>
#include <optional>

namespace chatmock::core {

// A handshake for a new session.
struct Handshake {
    engineio::Transport transport;
    std::uint64_t number; // of its exchange, or of its channel
};

// The decision on a client's CONNECT.
struct Verdict {
    std::uint64_t connection; // the connection's ordinal
    socketio::ConnectRequested request;
    policy::Decision outcome;
};

class Gate {
public:
    explicit Gate(State& state) : state_(state) {}

    // True if a rule stops the handshake. Then no session begins. The handshake gets the rule's outcome at
    // once or after a delay; with `hang` it gets no answer.
    bool stops(const Handshake& handshake, const policy::Caller& caller,
               const policy::SharedIdentity& identity);

    // The decision on the CONNECT; empty if a rule delays it.
    std::optional<policy::Decision> decide(Connection& connection, const socketio::ConnectRequested& request);

    // A delay has ended. Performs a handshake's outcome; returns a CONNECT's.
    std::optional<Verdict> fire(const TimerKey& timer);

    // The client has left: its handshake's connection was lost, or its session has ended.
    void forget(const Handshake& handshake);
    void forget(Connection& connection);

    // Refuses a client that names an unknown sandbox, and journals the refusal.
    void refuse(const ClientRefused& refused);

    // Resets its connection.
    void drop(const Handshake& handshake);

    // Resets every delayed or unanswered handshake.
    void drop_handshakes();

    // True if a delayed outcome for a client of the target is due by itself, as the clock is not held.
    bool has_due(const policy::Target& to) const;

private:
    struct Stopped {
        Handshake handshake;
        policy::SharedIdentity identity;
        policy::Decision outcome;
    };

    policy::Decision ask_rules(const Connection& connection, const socketio::ConnectRequested& request);
    void conclude(const Stopped& stopped);
    void record(const Stopped& stopped);

    State& state_;
    std::map<TimerKey, Stopped> handshakes_;    // delayed or never answered
    std::map<std::uint64_t, Verdict> connects_; // delayed
    std::uint64_t last_connect_ = 0;
};

} // namespace chatmock::core
