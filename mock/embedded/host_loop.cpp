#include "embedded/host_loop.hpp"

#include <algorithm>

namespace chatmock::embedded {

class HostLoop::HostTimer : public runtime::Timer {
public:
    explicit HostTimer(HostLoop& loop) : loop_(loop) {}
    ~HostTimer() override { cancel(); }
    HostTimer(const HostTimer&) = delete;
    HostTimer& operator=(const HostTimer&) = delete;

    void start(Milliseconds after, std::function<void()> act) override {
        cancel();
        at_ = loop_.now() + after;
        act_ = std::move(act);
        loop_.due_.insert({*at_, this});
    }

    void cancel() override {
        if (at_) loop_.due_.erase({*at_, this});
        at_.reset();
    }

    // The action may start the timer again.
    void fire() {
        cancel();
        std::exchange(act_, nullptr)();
    }

private:
    HostLoop& loop_;
    std::optional<Instant> at_; // empty if it does not run
    std::function<void()> act_;
};

std::unique_ptr<runtime::Timer> HostLoop::timer() { return std::make_unique<HostTimer>(*this); }

void HostLoop::run() {
    const auto now = this->now();
    while (!due_.empty() && due_.begin()->first <= now) due_.begin()->second->fire();
    for (const auto& act : std::exchange(later_, {})) act();
}

std::optional<Milliseconds> HostLoop::next() const {
    if (!later_.empty()) return Milliseconds(0);
    if (due_.empty()) return std::nullopt;
    return std::max(due_.begin()->first - now(), Milliseconds(0));
}

} // namespace chatmock::embedded
