// Lets clients in, or not: takes the auth rules' decisions, and keeps whom they keep waiting.
#pragma once

#include "core/state/state.hpp"

#include <map>
#include <optional>

namespace chatmock::core {

// A handshake that asks for a session.
struct Handshake {
    engineio::Transport transport;
    std::uint64_t number; // of its exchange, or of its channel
};

// What becomes of a client's CONNECT.
struct Verdict {
    std::uint64_t connection; // its ordinal
    socketio::ConnectRequested wish;
    policy::Decision outcome;
};

class Gate {
public:
    explicit Gate(State& state) : state_(state) {}

    // Whether the rules stop the caller here. Then the handshake gets no session, but what they say: now,
    // later, or never.
    bool stops(const Handshake& handshake, const policy::Caller& caller, const policy::SharedIdentity& who);

    // What becomes of the CONNECT now; nothing where the rules keep it waiting.
    std::optional<policy::Decision> decide(Connection& connection, const socketio::ConnectRequested& wish);

    // One has waited for long enough. A handshake has its outcome here; a CONNECT's is returned.
    std::optional<Verdict> fire(const TimerKey& timer);

    // The client has left: its handshake's connection was lost, or its session has ended.
    void forget(const Handshake& handshake);
    void forget(Connection& connection);

    // It names a sandbox that is not there.
    void refuse(const ClientRefused& refused);

    // It loses its connection without a word.
    void drop(const Handshake& handshake);

    // Every handshake that waits or hangs loses its connection.
    void drop_handshakes();

    // Whether, while time runs by itself, somebody whom the target means waits for an outcome.
    bool has_due(const policy::Target& to) const;

private:
    struct Stopped {
        Handshake handshake;
        policy::SharedIdentity who;
        policy::Decision outcome;
    };

    policy::Decision ask_rules(const Connection& connection, const socketio::ConnectRequested& wish);
    void conclude(const Stopped& stopped);
    void record(const Stopped& stopped);

    State& state_;
    std::map<TimerKey, Stopped> handshakes_;    // that wait or hang
    std::map<std::uint64_t, Verdict> connects_; // that wait
    std::uint64_t last_connect_ = 0;
};

} // namespace chatmock::core
