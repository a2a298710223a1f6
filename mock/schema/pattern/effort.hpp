// The remaining work of one check, counted in steps, not in time: the same input has the same result
// everywhere.
#pragma once

#include <cstddef>
#include <cstdint>

namespace chatmock::schema {

constexpr std::uint64_t small_visits_max = 2000000;
constexpr std::uint64_t small_pattern_steps_max = 500000;

struct Effort {
    std::uint64_t visits = 0;        // checks of a value by a schema
    std::uint64_t pattern_steps = 0; // of all regular expressions

    // A larger payload may take more steps.
    static Effort for_payload(std::size_t bytes) {
        constexpr std::uint64_t visits_a_byte = 20;
        constexpr std::uint64_t steps_a_byte = 4;
        return {small_visits_max + visits_a_byte * bytes, small_pattern_steps_max + steps_a_byte * bytes};
    }
};

} // namespace chatmock::schema
