// What a check throws: the invariant that does not hold.
#pragma once

#include <cstdint>
#include <string>

namespace chatmock::random {

struct Broken {
    std::string invariant;
};

inline void require(bool holds, const char* invariant) {
    if (!holds) throw Broken{invariant};
}

inline void require(bool holds, const char* invariant, std::uint64_t number) {
    if (!holds) throw Broken{std::string(invariant) + ": " + std::to_string(number)};
}

} // namespace chatmock::random
