// What clients have seen, all together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bench {

struct Tally {
    std::size_t joined = 0;
    std::uint64_t events = 0;
    std::uint64_t pings = 0;
    std::size_t event_bytes = 0; // of each: they are all the same

    // An Engine.IO message that holds a Socket.IO event. Fails where it is another than the others.
    void count_event(std::string_view packet);
};

} // namespace bench
