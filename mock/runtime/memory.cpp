#include "runtime/memory.hpp"

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>

#ifdef __GLIBC__
#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#endif

namespace chatmock::runtime {

namespace {

#ifdef __GLIBC__
// If more than this was given back, it is worth the time to read the used code pages again.
constexpr std::size_t much_bytes = 4 * 1024 * 1024;

// Skips writable segments. The loader has written into them, and has protected some of them afterwards; that
// content would be lost.
int unmap_read_only_segments(dl_phdr_info* object, std::size_t, void*) {
    const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    for (std::size_t i = 0; i < object->dlpi_phnum; ++i) {
        const auto& segment = object->dlpi_phdr[i];
        if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) != 0) continue;
        const auto begin = (object->dlpi_addr + segment.p_vaddr) / page * page;
        const auto end = object->dlpi_addr + segment.p_vaddr + segment.p_filesz;
        madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
    }
    return 0;
}
#endif

} // namespace

void give_back_memory() {
#ifdef __GLIBC__
    const auto before = resident_memory().value_or(0);
    malloc_trim(0);
    if (before > resident_memory().value_or(0) + much_bytes) give_back_code();
#endif
}

void give_back_code() {
#ifdef __GLIBC__
    dl_iterate_phdr(unmap_read_only_segments, nullptr);
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
