// How a session knows that its client lives.
//
//   protocol 3    the client pings. A whole interval and timeout without a ping is its end.
//   protocol 4    the server pings, an interval after the session began or the last pong came. No pong
//                 within the timeout is the end; another packet, the first time, restarts that wait.
#pragma once

#include "base/time.hpp"
#include "engineio/handshake.hpp"
#include "engineio/packet.hpp"

#include <optional>
#include <string_view>

namespace chatmock::engineio {

class Heartbeat {
public:
    enum class Beat { none, ping, timeout };

    Heartbeat(Protocol protocol, const Timings& timings)
        : protocol_(protocol), interval_(timings.ping_interval), timeout_(timings.ping_timeout) {}

    void start(Instant now);
    void stop();

    // A packet came from the client.
    void hear(PacketType type, Instant now);

    // The session goes on over a WebSocket: whatever end was near is put off.
    void upgrade(Instant now);

    std::optional<Instant> deadline() const;

    // What the deadline is for.
    std::string_view timer() const { return end_at_ ? "ping_timeout" : "ping"; }

    bool awaits_pong() const { return protocol_ == Protocol::v4 && end_at_; }

    // Time itself was set by so much.
    void shift(Milliseconds by);

    // What is due.
    Beat fire(Instant now);

private:
    void hear_v4(PacketType type, Instant now);

    Protocol protocol_;
    Milliseconds interval_;
    Milliseconds timeout_;
    std::optional<Instant> ping_at_; // when the server pings
    std::optional<Instant> end_at_;  // when silence is the client's end
    bool extended_ = false;          // the wait for this pong was restarted
};

} // namespace chatmock::engineio
