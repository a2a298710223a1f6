// A repeated action on the loop's thread.
#pragma once

#include "runtime/loop.hpp"

namespace chatmock::runtime {

class Interval {
public:
    // Runs first after `period`, then each time `period` after the previous run ended. The loop outlives this
    // object.
    Interval(Loop& loop, Milliseconds period, std::function<void()> act);

private:
    void wait();

    std::unique_ptr<Timer> timer_;
    Milliseconds period_;
    std::function<void()> act_;
};

} // namespace chatmock::runtime
