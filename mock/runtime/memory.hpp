// Memory that the process has freed and the allocator still holds.
#pragma once

namespace chatmock::runtime {

// Gives it back to the system. Takes milliseconds where there is much of it.
void give_back_memory();

} // namespace chatmock::runtime
