// Something that is done again and again, on the loop's thread.
#pragma once

#include "runtime/loop.hpp"

#include <asio/steady_timer.hpp>

#include <functional>

namespace chatmock::runtime {

class Interval {
public:
    // The first time is `period` from now; each further one as long after the one before was done. The loop
    // outlives this.
    Interval(Loop& loop, Milliseconds period, std::function<void()> act);

private:
    void wait();

    asio::steady_timer timer_;
    Milliseconds period_;
    std::function<void()> act_;
};

} // namespace chatmock::runtime
