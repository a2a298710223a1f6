// What holds of a world after every input, whatever the input was. Each check throws BrokenInvariant.
#pragma once

#include "core/state/state.hpp"

namespace chatmock::core {

// Nothing is left undone, and the journal is within its bounds; `latest` is the latest time that was told.
// Costs the same however many clients there are.
void check_settled(const State& state, std::optional<Instant> next_deadline, Instant latest);

// Who is there, what leads to whom, and whose deadlines they are.
void check_everyone(const State& state);

} // namespace chatmock::core
