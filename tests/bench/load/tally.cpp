#include "load/tally.hpp"

#include "load/failure.hpp"

namespace bench {

void Tally::count_event(std::string_view packet) {
    if (event_bytes == 0) event_bytes = packet.size();
    if (packet.size() != event_bytes)
        throw Failure("an event of " + std::to_string(event_bytes) +
                      " bytes was expected, came: " + std::string(packet));
    ++events;
}

} // namespace bench
