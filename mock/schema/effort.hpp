// How much work one check may still take, counted in steps, so that the same input ends the same everywhere.
#pragma once

#include <cstddef>
#include <cstdint>

namespace chatmock::schema {

struct Effort {
    std::uint64_t visits = 0;        // of a value by a schema
    std::uint64_t pattern_steps = 0; // of all regular expressions together

    // For a payload of so many bytes.
    static Effort for_payload(std::size_t bytes) {
        constexpr std::uint64_t visits_least = 2000000;
        constexpr std::uint64_t visits_a_byte = 20;
        constexpr std::uint64_t steps_least = 500000;
        constexpr std::uint64_t steps_a_byte = 4;
        return {visits_least + visits_a_byte * bytes, steps_least + steps_a_byte * bytes};
    }
};

} // namespace chatmock::schema
