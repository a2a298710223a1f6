// Invariants of a world after every input. Each check throws BrokenInvariant.
#pragma once

#include "core/state/state.hpp"

namespace chatmock::core {

// No work is pending, and the journal is within its bounds; `latest` is the latest time of an input. Its cost
// does not depend on the number of clients.
void check_settled(const State& state, std::optional<Instant> next_deadline, Instant latest);

// Checks clients, indices and their deadlines.
void check_everyone(const State& state);

} // namespace chatmock::core
