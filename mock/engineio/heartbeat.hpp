// How each side of a session knows that the other lives. In protocol 3 the client pings, in protocol 4 the
// server.
//
//   who pings       does so an interval after the session began or the last pong came. No pong within the
//                   timeout is the end; another packet, the first time, restarts that wait.
//   who is pinged   takes a whole interval and timeout without a ping for the end.
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

    // A packet came from the other side.
    void hear(PacketType type, Instant now);

    // The session goes on over a WebSocket: whatever end was near is put off.
    void upgrade(Instant now);

    std::optional<Instant> deadline() const;

    // What the deadline is for.
    std::string_view timer() const { return end_at_ ? "ping_timeout" : "ping"; }

    bool awaits_pong() const { return pings_ && end_at_; }

    // Time itself was set by so much.
    void shift(Milliseconds by);

    // What is due.
    Beat fire(Instant now);

private:
    void hear_answer(PacketType type, Instant now);

    bool pings_;
    Milliseconds interval_;
    Milliseconds timeout_;
    std::optional<Instant> ping_at_; // when to ping
    std::optional<Instant> end_at_;  // when silence is the end
    bool extended_ = false;          // the wait for this pong was restarted
};

} // namespace chatmock::engineio
