// Which transport a client settles on.
//
// A client that polls may be about to upgrade, and nothing in the protocol says so. Real clients ask for
// their WebSocket before their first poll or together with it. So a client is settled when
//
//   - its transport is the WebSocket, or
//   - it polls, no WebSocket of it is open that it has not made its transport, and it has asked for one
//     before, or has not asked within `upgrade_grace` of its first poll (of its handshake, until it polls).
//
// The grace is time of the machine, as the client's clock is: a held clock does not stop it.
#pragma once

#include "core/state/connections.hpp"

#include <set>
#include <utility>

namespace chatmock::core {

constexpr Milliseconds upgrade_grace{500};

class Settling {
public:
    explicit Settling(Connections& connections) : connections_(connections) {}

    // All instants are the machine's.
    void opened(Connection& connection, Instant machine_now);
    void polled(Connection& connection, Instant machine_now);
    void asked_for_websocket(Connection& connection);

    // Takes over what became of its session.
    void update(Connection& connection);

    // Those whose grace is over have settled.
    void expire(Instant machine_now);

    // When the next grace is over.
    std::optional<Instant> next() const;

private:
    void await_until(Connection& connection, std::optional<Instant> until);

    Connections& connections_;
    std::set<std::pair<Instant, std::uint64_t>> undecided_; // ordinals; their connections may be gone
};

// Why it is not settled, for a message: "is upgrading to WebSocket".
std::string_view unsettled_state(const Connection& connection);

} // namespace chatmock::core
