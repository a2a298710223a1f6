#include "runtime/interval.hpp"

namespace chatmock::runtime {

Interval::Interval(Loop& loop, Milliseconds period, std::function<void()> act)
    : timer_(loop.context()), period_(period), act_(std::move(act)) {
    wait();
}

void Interval::wait() {
    timer_.expires_after(period_);
    timer_.async_wait([this](const asio::error_code& ended) {
        if (ended) return;
        act_();
        wait();
    });
}

} // namespace chatmock::runtime
