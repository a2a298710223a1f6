// The memory of the process.
#pragma once

#include <cstddef>
#include <optional>

namespace chatmock::runtime {

// Returns memory to the system that the allocator has freed and still holds. Takes milliseconds if there is
// much of it. If it gave back more than 4 MiB, it also calls give_back_code().
void give_back_memory();

// Unmaps the pages of code and constants, also the libraries'. Those that are used come back from the
// system's cache; most were used by the start alone.
void give_back_code();

// The memory that the process occupies, in bytes; empty if the system does not say.
std::optional<std::size_t> resident_memory();

} // namespace chatmock::runtime
