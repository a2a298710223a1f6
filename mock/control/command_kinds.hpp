// What kinds of commands there are to the port that asks them.
#pragma once

#include "core/input/command.hpp"

namespace chatmock::control {

// Whether its answer may have to wait for something that happens.
bool may_wait(const core::Command& command);

// Whether it only looks, and is no part of the run's record: what looks at that record, so that a look changes
// nothing and a long answer need not be written twice; and what looks at keys, which no record shows.
bool is_left_out_of_record(const core::Command& command);

} // namespace chatmock::control
