// What kinds of commands there are to the port that asks them.
#pragma once

#include "core/input/command.hpp"

namespace chatmock::control {

// Whether its answer may have to wait for something that happens.
bool may_wait(const core::Command& command);

// Whether it only looks at the record of the run. It is no part of that record, so that a look changes
// nothing and a long answer need not be written twice.
bool looks_at_record(const core::Command& command);

} // namespace chatmock::control
