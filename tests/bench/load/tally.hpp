// The counts of all clients together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bench {

struct Tally {
    std::size_t joined = 0;
    std::uint64_t events = 0;
    std::uint64_t pings = 0;
    std::size_t event_bytes = 0; // equal for all

    // An Engine.IO message with a Socket.IO event. Fails if it differs from the others.
    void count_event(std::string_view packet);
};

} // namespace bench
