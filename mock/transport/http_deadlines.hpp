// How long clients of either port may take over their requests.
#pragma once

#include <chrono>

namespace chatmock::transport {

// As with Node: a head counts from its first byte, a body has to go on, and there is an end to all of it.
struct HttpDeadlines {
    static constexpr std::chrono::seconds head_max{60};
    static constexpr std::chrono::seconds body_pause_max{60};
    static constexpr std::chrono::seconds request_max{300};
    static constexpr std::chrono::seconds idle_max{75}; // between two requests
};

} // namespace chatmock::transport
