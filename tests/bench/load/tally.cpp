#include "load/tally.hpp"

#include "load/failure.hpp"

namespace bench {

void Tally::count_event(std::string_view packet) {
    if (event_bytes == 0) event_bytes = packet.size();
    if (packet.size() != event_bytes)
        throw Failure("expected an event of " + std::to_string(event_bytes) +
                      " bytes, got: " + std::string(packet));
    ++events;
}

} // namespace bench
