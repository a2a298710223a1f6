#include "runtime/interval.hpp"

namespace chatmock::runtime {

Interval::Interval(Loop& loop, Milliseconds period, std::function<void()> act)
    : timer_(loop.timer()), period_(period), act_(std::move(act)) {
    wait();
}

void Interval::wait() {
    timer_->start(period_, [this] {
        act_();
        wait();
    });
}

} // namespace chatmock::runtime
