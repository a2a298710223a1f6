// Applies files that were saved while the mock runs.
#pragma once

#include "core/state/state.hpp"

namespace chatmock::core {

// Waiting injections keep their payloads, and sessions keep their timings. Calls' changes of the catalogue,
// and scenarios that calls have set, cover the files. A profile that a call has set whole stays; changes by
// PATCH cover the files, too. Returns true if the profile in use changes: then its rules and groups replace
// those that calls have set.
bool reload(Reloaded reloaded, State& state);

} // namespace chatmock::core
