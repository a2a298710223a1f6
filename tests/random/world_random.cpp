// Drives worlds with random inputs, all from one seed, and checks the invariants after each of them.
//
// world_random [INPUTS] [SEED]
#include "random/run.hpp"

#ifdef CHATMOCK_SANITIZED
#include <sanitizer/common_interface_defs.h>
#endif

#include <charconv>
#include <cstdio>
#include <cstring>
#include <optional>

namespace {

std::optional<std::uint64_t> number_of(const char* text) {
    std::uint64_t number = 0;
    const char* const last = text + std::strlen(text);
    const auto [end, error] = std::from_chars(text, last, number);
    if (error != std::errc() || end != last) return std::nullopt;
    return number;
}

} // namespace

int main(int argc, char** argv) {
    const auto inputs = number_of(argc > 1 ? argv[1] : "1000000");
    const auto seed = number_of(argc > 2 ? argv[2] : "1");
    if (argc > 3 || !inputs || !seed) {
        std::fprintf(stderr, "world_random [INPUTS] [SEED]\n");
        return 2;
    }
#ifdef CHATMOCK_SANITIZED
    __sanitizer_set_death_callback([] { chatmock::random::report_running("a sanitizer has spoken"); });
#endif
    return chatmock::random::run(*inputs, *seed) ? 0 : 1;
}
