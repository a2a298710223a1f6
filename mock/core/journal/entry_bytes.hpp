// The size of an entry without what it refers to.
#pragma once

#include "core/journal/journal.hpp"

namespace chatmock::core {

// The size on a 64-bit machine, on every machine: a limit in bytes has the same effect everywhere.
constexpr std::size_t entry_bytes = 168;
static_assert(sizeof(Entry) <= entry_bytes);

} // namespace chatmock::core
