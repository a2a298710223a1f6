// The world's time: the machine's, possibly shifted; or held, and moved by calls.
#pragma once

#include "base/time.hpp"

#include <optional>

namespace chatmock::core {

enum class ClockMode { real, manual };

struct ClockSettings {
    ClockMode mode = ClockMode::real;
    std::optional<Instant> start; // empty: the machine's time, or `manual_start` for a held clock
};

// Never goes back, except by set_now() and restart().
class Clock {
public:
    // 2020-01-01T00:00:00.000Z: the default start of a held clock, so that two runs have equal times.
    static constexpr Instant manual_start{Milliseconds(1577836800000)};

    explicit Clock(const ClockSettings& settings) : settings_(settings) {}

    // Call with the machine's time of every input; an earlier time counts as the latest one.
    void see(Instant machine_now);

    ClockMode mode() const { return mode_; }
    Instant now() const { return now_; }
    Instant machine_now() const { return machine_; }

    // The time reached: later than now() while earlier timers are still to fire.
    Instant reached() const;
    void move_to(Instant instant);

    // A held clock stops; a real one continues from there.
    void set(ClockMode mode);

    // Shows that instant now, and continues from it.
    void set_now(Instant instant);

    // The machine's time at which this time is reached; empty while the clock is held.
    std::optional<Instant> machine_time_of(Instant instant) const;

    // Restores the start, at the current time of the machine.
    void restart();

private:
    ClockSettings settings_;
    ClockMode mode_ = ClockMode::real;
    bool started_ = false;
    Instant machine_;
    Milliseconds ahead_{0}; // relative to the machine's time
    Instant now_;
};

} // namespace chatmock::core
