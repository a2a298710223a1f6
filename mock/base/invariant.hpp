// Checks of this program's own state, which hold whatever clients and callers do. Builds for debugging and
// with sanitizers run them all the time; a failed check is a defect of the program.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace chatmock {

#if !defined(NDEBUG) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool checks_invariants = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool checks_invariants = true;
#else
constexpr bool checks_invariants = false;
#endif
#else
constexpr bool checks_invariants = false;
#endif

// Thrown by a check that fails.
struct BrokenInvariant : std::logic_error {
    using std::logic_error::logic_error;
};

inline void require(bool holds, const char* invariant) {
    if (!holds) throw BrokenInvariant(invariant);
}

inline void require(bool holds, const char* invariant, std::uint64_t number) {
    if (!holds) throw BrokenInvariant(std::string(invariant) + ": " + std::to_string(number));
}

} // namespace chatmock
