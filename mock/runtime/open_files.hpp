// How many files this process may have open: each client is one.
#pragma once

#include <cstdint>

namespace chatmock::runtime {

// Raises the limit as far as the process may, and answers with it.
std::uint64_t raise_open_files_limit();

} // namespace chatmock::runtime
