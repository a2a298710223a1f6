// Applies files that were saved while the mock runs.
#pragma once

#include "core/state/state.hpp"

namespace chatmock::core {

// Waiting injections keep their payloads, and sessions keep their timings. A new profile replaces rules and
// groups, and scenarios replace all scenarios; otherwise the values that calls have set stay.
void reload(const Reloaded& reloaded, State& state);

} // namespace chatmock::core
