#include "core/time/clock.hpp"

#include <algorithm>

namespace chatmock::core {

void Clock::see(Instant machine_now) {
    machine_ = std::max(machine_, machine_now);
    if (!started_) restart();
}

Instant Clock::reached() const { return mode_ == ClockMode::real ? std::max(now_, machine_ + ahead_) : now_; }

void Clock::move_to(Instant instant) { now_ = std::max(now_, instant); }

void Clock::set(ClockMode mode) {
    mode_ = mode;
    ahead_ = now_ - machine_;
}

void Clock::set_now(Instant instant) {
    now_ = instant;
    ahead_ = now_ - machine_;
}

std::optional<Instant> Clock::machine_time_of(Instant instant) const {
    if (mode_ == ClockMode::manual) return std::nullopt;
    return instant - ahead_;
}

void Clock::restart() {
    started_ = true;
    const bool held = settings_.mode == ClockMode::manual;
    now_ = settings_.start.value_or(held ? manual_start : machine_);
    set(settings_.mode);
}

} // namespace chatmock::core
