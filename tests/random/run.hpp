// A run of random inputs, all from one seed.
#pragma once

#include <cstdint>

namespace chatmock::random {

// Plays the inputs, and checks the invariants after each. Prints digests of the worlds' output, which are the
// same on every system, and counts of inputs and entries. Returns false after a failure, and reports it.
bool run(std::uint64_t inputs, std::uint64_t seed);

// Reports the input that is being played, and the ones before it.
void report_running(const char* what);

} // namespace chatmock::random
