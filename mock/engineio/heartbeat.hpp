// Detects that the other side of a session is gone. In protocol 3 the client pings, in protocol 4 the server.
//
// The pinging side pings an interval after the session's start or the last pong. Without a pong within the
// timeout, the session ends; the first other packet restarts that wait once.
//
// The pinged side ends the session after an interval plus a timeout without a ping.
#pragma once

#include "base/time.hpp"
#include "engineio/codec/packet.hpp"
#include "engineio/handshake.hpp"

#include <optional>
#include <string_view>

namespace chatmock::engineio {

enum class Side { server, client };

class Heartbeat {
public:
    enum class Beat { none, ping, timeout };

    Heartbeat(Protocol protocol, Side side, const Timings& timings)
        : pings_((protocol == Protocol::v4) == (side == Side::server)), interval_(timings.ping_interval),
          timeout_(timings.ping_timeout) {}

    void start(Instant now);
    void stop();

    // A packet arrived from the other side.
    void hear(PacketType type, Instant now);

    // The session continues over a WebSocket: restarts the wait.
    void upgrade(Instant now);

    std::optional<Instant> deadline() const;

    // The name of the timer that the deadline belongs to.
    std::string_view timer() const { return end_at_ ? "ping_timeout" : "ping"; }

    bool awaits_pong() const { return pings_ && end_at_; }

    // The time of the last ping, sent or received; empty before the first.
    std::optional<Instant> last_ping() const { return last_ping_; }

    // The clock was moved by this duration.
    void shift(Milliseconds by);

    // The action that is due.
    Beat fire(Instant now);

private:
    void hear_ping(Instant now);
    void hear_answer(PacketType type, Instant now);

    bool pings_;
    Milliseconds interval_;
    Milliseconds timeout_;
    std::optional<Instant> ping_at_; // the time to ping
    std::optional<Instant> end_at_;  // the time to end the session, if nothing arrives
    std::optional<Instant> last_ping_;
    bool extended_ = false; // the wait for this pong was restarted
};

} // namespace chatmock::engineio
