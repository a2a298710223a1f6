// What is due when, ordered by (deadline, insertion): the same history fires in the same order.
#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

namespace chatmock::core {

// Whose deadline it is.
struct TimerKey {
    enum class Kind {
        connection, // by its ordinal
        injection,
        delivery, // that a fault holds
        fault,    // that ends by itself
        run,      // of a scenario
        exchange, // a handshake by polling, that the auth rules keep waiting
        channel,  // one for a WebSocket, likewise
        connect,  // a CONNECT, likewise
        expiry,   // of a member, by its place
    };

    Kind kind;
    std::uint64_t id;

    bool operator<(const TimerKey& other) const {
        return std::tie(kind, id) < std::tie(other.kind, other.id);
    }
    bool operator==(const TimerKey& other) const { return kind == other.kind && id == other.id; }
};

// As the control API names it; a connection's depend on what it is armed for.
std::string_view name_of(TimerKey::Kind kind);

class Timers {
public:
    using Place = std::pair<Instant, std::uint64_t>; // deadline, insertion

    // One deadline a key; nothing disarms it. Setting the deadline it has keeps its place.
    void set(TimerKey key, std::optional<Instant> deadline);

    // Time itself was set by so much: every deadline stays as far away as it was.
    void shift(Milliseconds by);

    std::optional<Instant> next() const;
    std::optional<std::pair<TimerKey, Instant>> first() const;

    // Takes the first that is due.
    std::optional<std::pair<TimerKey, Instant>> take_due(Instant now);

    // In the order in which they will fire.
    const std::map<Place, TimerKey>& queue() const { return queue_; }

private:
    std::map<Place, TimerKey> queue_;
    std::map<TimerKey, Place> places_;
    std::uint64_t insertions_ = 0;
};

} // namespace chatmock::core
