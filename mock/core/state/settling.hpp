// Decides when a client's transport is final ("settled").
//
// A polling client may be about to upgrade, and no packet announces that. Real clients open their WebSocket
// before their first poll or together with it. So a client is settled when
//
//   - its transport is the WebSocket, or
//   - it polls, has no open WebSocket that may become the transport, and either opened one before, or opened
//     none within `upgrade_grace` of its first poll (until then, of its handshake).
//
// The grace period is in the machine's time, as is the client's clock: a held clock does not stop it.
#pragma once

#include "core/state/connections.hpp"

#include <set>
#include <utility>

namespace chatmock::core {

constexpr Milliseconds upgrade_grace{500};

class Settling {
public:
    explicit Settling(Connections& connections) : connections_(connections) {}

    // All times are the machine's.
    void opened(Connection& connection, Instant machine_now);
    void polled(Connection& connection, Instant machine_now);
    void asked_for_websocket(Connection& connection);

    // Updates the state after an input to its session.
    void update(Connection& connection);

    // Settles the clients whose grace period is over.
    void expire(Instant machine_now);

    // The end of the next grace period.
    std::optional<Instant> next() const;

private:
    void await_until(Connection& connection, std::optional<Instant> until);

    Connections& connections_;
    std::set<std::pair<Instant, std::uint64_t>> undecided_; // ordinals; their connections may have ended
};

// The reason why it is not settled, for a message: "is upgrading to WebSocket".
std::string_view unsettled_state(const Connection& connection);

} // namespace chatmock::core
