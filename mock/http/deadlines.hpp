// The time limits for requests, the same on both ports.
#pragma once

#include <chrono>

namespace chatmock::http {

// As in Node.js: a head's time counts from its first byte, a body must not pause, and the whole request has a
// limit.
struct Deadlines {
    static constexpr std::chrono::seconds head_max{60};
    static constexpr std::chrono::seconds body_pause_max{60};
    static constexpr std::chrono::seconds request_max{300};
    static constexpr std::chrono::seconds idle_max{75}; // between two requests
};

} // namespace chatmock::http
