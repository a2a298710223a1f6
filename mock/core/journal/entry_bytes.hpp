// The size of an entry without what it refers to.
#pragma once

#include "core/journal/journal.hpp"

namespace chatmock::core {

// On a machine with 64 bits: a limit in bytes holds at the same entry on every machine.
constexpr std::size_t entry_bytes = 168;
static_assert(sizeof(Entry) <= entry_bytes);

} // namespace chatmock::core
