// The random inputs as a WebAssembly module; script/random-bytes runs it.
#include "random/run.hpp"

#include <cstdio>
#include <exception>

// Returns 0 if all checks passed.
extern "C" __attribute__((export_name("world_random"))) std::int32_t world_random(std::uint32_t inputs,
                                                                                  std::uint32_t seed) {
    bool has_passed = false;
    try {
        has_passed = chatmock::random::run(inputs, seed);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
    }
    std::fflush(stdout);
    return has_passed ? 0 : 1;
}
