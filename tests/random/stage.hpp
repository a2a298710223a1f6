// A play gives its inputs to a stage: a world that is alone, or one of several side by side.
#pragma once

#include "core/input/input.hpp"
#include "core/state/state.hpp"

#include <optional>

namespace chatmock::random {

// The machine's time. It may be set back for one input.
struct MachineClock {
    Instant now = Instant(Milliseconds(1700000000000));
    Instant latest = now;
};

class Stage {
public:
    virtual ~Stage() = default;

    // The same one, for as long as there is the stage.
    virtual const core::State& state() const = 0;

    // As of World.
    virtual std::optional<Instant> next_deadline() const = 0;
    virtual core::Effects apply(const core::Input& input, Instant machine_now) = 0;
};

} // namespace chatmock::random
