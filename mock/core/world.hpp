// The heart: a pure, single-threaded function of (state, input, now). No clock, no socket and no thread
// inside; two worlds in one process know nothing of each other.
#pragma once

#include "core/input.hpp"

#include <memory>
#include <optional>

namespace chatmock::core {

struct WorldSettings;

class World {
public:
    explicit World(WorldSettings settings);
    ~World();
    World(World&&) noexcept;
    World& operator=(World&&) noexcept;

    // First what was due until `now`, each at its own deadline and in their order; then the input.
    // `now` never goes back: an earlier one counts as the latest.
    [[nodiscard]] Effects apply(const Input& input, Instant now);

    // When apply(TimePassed) will have something to do.
    std::optional<Instant> next_deadline() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace chatmock::core
