#include "runtime/memory.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace chatmock::runtime {

void give_back_memory() {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

// The second number of Linux's statm, in pages.
std::optional<std::size_t> resident_memory() {
    std::ifstream statm("/proc/self/statm");
    std::size_t whole = 0;
    std::size_t resident = 0;
    if (!(statm >> whole >> resident)) return std::nullopt;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

} // namespace chatmock::runtime
