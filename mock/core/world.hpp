// A pure, single-threaded function of (state, input, now), without clock, socket or thread. Two worlds in one
// process are independent.
#pragma once

#include "core/input/input.hpp"

#include <memory>
#include <optional>

namespace chatmock::core {

struct State;
struct WorldSettings;

class World {
public:
    explicit World(WorldSettings settings);
    ~World();
    World(World&&) noexcept;
    World& operator=(World&&) noexcept;

    // First fires the timers that are due, each at its own deadline and in order; then applies the input. An
    // earlier `machine_now` counts as the latest one. The world's clock maps it to its own time.
    [[nodiscard]] Effects apply(const Input& input, Instant machine_now);

    // The machine's time at which apply(TimePassed) has work to do. While the clock is held, that is only the
    // end of an upgrade's grace period (core/state/settling.hpp), if a call waits for settled clients.
    std::optional<Instant> next_deadline() const;

    // True if a session has ended whose client, during its upgrade, can only be informed at its next packet.
    bool has_clients_to_notify() const;

    // Read-only; valid while the world exists.
    const State& state() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace chatmock::core
