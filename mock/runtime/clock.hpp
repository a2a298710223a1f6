// The world's clock. Ports and logs measure durations with the steady clock themselves.
#pragma once

#include "base/time.hpp"

namespace chatmock::runtime {

// Starts at the wall clock, then follows the steady clock, so it never goes back.
class Clock {
public:
    Clock();

    Instant now() const;

private:
    Instant started_at_;
    std::chrono::steady_clock::time_point started_;
};

} // namespace chatmock::runtime
