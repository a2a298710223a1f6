// The limit of open files of this process: each client uses one.
#pragma once

#include <cstdint>

namespace chatmock::runtime {

// Raises the limit as far as allowed, and returns it.
std::uint64_t raise_open_files_limit();

} // namespace chatmock::runtime
