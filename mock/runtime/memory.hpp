// Freed memory that the allocator still holds.
#pragma once

namespace chatmock::runtime {

// Returns it to the system. Takes milliseconds if there is much of it.
void give_back_memory();

} // namespace chatmock::runtime
