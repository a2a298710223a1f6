// Properties of commands for the control port.
#pragma once

#include "core/input/command.hpp"

namespace chatmock::control {

// True if its answer may have to wait for another input.
bool may_wait(const core::Command& command);

// True if the run's record omits it. That is so for calls that only read the record, so that reading changes
// nothing and a long answer is not stored again, and for calls that read keys, which no record shows.
bool is_unrecorded(const core::Command& command);

} // namespace chatmock::control
