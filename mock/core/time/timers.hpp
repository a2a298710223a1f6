// Deadlines, ordered by time, then by insertion: the same history fires them in the same order.
#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

namespace chatmock::core {

// The owner of a deadline.
struct TimerKey {
    enum class Kind {
        connection, // by its ordinal
        injection,
        delivery, // held by a fault
        fault,    // with a lifetime
        run,      // of a scenario
        exchange, // a polling handshake that an auth rule delays
        channel,  // a WebSocket handshake that an auth rule delays
        connect,  // a CONNECT that an auth rule delays
        expiry,   // of a member's lifetime, by its join order
    };

    Kind kind;
    std::uint64_t id;

    bool operator<(const TimerKey& other) const {
        return std::tie(kind, id) < std::tie(other.kind, other.id);
    }
    bool operator==(const TimerKey& other) const { return kind == other.kind && id == other.id; }
};

// The name in the control API; a connection's depends on its armed timer.
std::string_view name_of(TimerKey::Kind kind);

class Timers {
public:
    using Place = std::pair<Instant, std::uint64_t>; // deadline, insertion

    // One deadline per key; an empty one disarms it. Setting the same deadline keeps its order.
    void set(TimerKey key, std::optional<Instant> deadline);

    // The clock was set forward or back by this much: moves every deadline with it.
    void shift(Milliseconds by);

    std::optional<Instant> next() const;
    std::optional<std::pair<TimerKey, Instant>> first() const;

    // Removes and returns the first due deadline.
    std::optional<std::pair<TimerKey, Instant>> take_due(Instant now);

    // In firing order.
    const std::map<Place, TimerKey>& queue() const { return queue_; }

private:
    std::map<Place, TimerKey> queue_;
    std::map<TimerKey, Place> places_;
    std::uint64_t insertions_ = 0;
};

} // namespace chatmock::core
