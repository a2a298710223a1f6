// The heart: a pure, single-threaded function of (state, input, now). No clock, no socket and no thread
// inside; two worlds in one process know nothing of each other.
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

    // First what was due until now, each at its own deadline and in their order; then the input.
    // `machine_now` never goes back: an earlier one counts as the latest. Who holds the world's clock
    // decides what it comes to.
    [[nodiscard]] Effects apply(const Input& input, Instant machine_now);

    // When apply(TimePassed) will have something to do, in the machine's time; never while time is held.
    std::optional<Instant> next_deadline() const;

    // Whether a session has ended whose client, amid its upgrade, cannot be told before it speaks.
    bool has_clients_to_notify() const;

    // For those who look and do not touch; valid while the world is.
    const State& state() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace chatmock::core
