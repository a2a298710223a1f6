// Properties of commands for the control port.
#pragma once

#include "core/input/command.hpp"

namespace chatmock::control {

// True if its answer may have to wait for another input.
bool may_wait(const core::Command& command);

// True if it only reads the record of the run. The record omits it, so reading changes nothing, and a long
// answer is not stored again.
bool looks_at_record(const core::Command& command);

} // namespace chatmock::control
