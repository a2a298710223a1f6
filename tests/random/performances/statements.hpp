// The output of a world as numbers: the same output gives the same number.
#pragma once

#include "core/state/state.hpp"

#include <string>

namespace chatmock::random {

class Statements {
public:
    // The number for one input: of its effects, its new entries in the journal, and the stance after it.
    std::uint64_t next(const core::Effects& effects, const core::State& state);

private:
    std::uint64_t generation_ = 0; // of the journal
    std::uint64_t read_to_ = 0;    // a seq
};

// A world's time, and counts of its connections, timers, entries and so on. Nearly every input changes it.
std::string stance_of(const core::State& state);

} // namespace chatmock::random
