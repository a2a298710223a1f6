// The time that the world is told. Ports and logs measure how long something takes by the steady clock.
#pragma once

#include "base/time.hpp"

namespace chatmock::runtime {

// Starts at the wall clock and then runs with the steady one, so that time never goes back.
class Clock {
public:
    Clock();

    Instant now() const;

private:
    Instant started_at_;
    std::chrono::steady_clock::time_point started_;
};

} // namespace chatmock::runtime
