// What was saved while the mock runs becomes what it says and how it behaves.
#pragma once

#include "core/state/state.hpp"

namespace chatmock::core {

// What is waiting keeps what it has prepared, and a session the timings that it opened with. A profile that
// comes replaces rules and groups, and scenarios replace all; without any, those that were set stay.
void take_up(const Reloaded& reloaded, State& state);

} // namespace chatmock::core
