// The memory of the process.
#pragma once

#include <cstddef>
#include <optional>

namespace chatmock::runtime {

// Returns freed memory that the allocator still holds to the system. Takes milliseconds if there is much of
// it.
void give_back_memory();

// The memory that the process occupies, in bytes; empty if the system does not say.
std::optional<std::size_t> resident_memory();

} // namespace chatmock::runtime
