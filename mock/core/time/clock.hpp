// The world's time: the machine's, maybe shifted; or held, and moved by those who ask for it.
#pragma once

#include "base/time.hpp"

#include <optional>

namespace chatmock::core {

enum class ClockMode { real, manual };

struct ClockSettings {
    ClockMode mode = ClockMode::real;
    std::optional<Instant> start; // absent: the machine's time, or `manual_start` where time is held
};

// Never goes back, but for set_now() and restart().
class Clock {
public:
    // 2020-01-01T00:00:00.000Z: where a clock that is held from the start stands unless told otherwise, so
    // that two runs show the same times.
    static constexpr Instant manual_start{Milliseconds(1577836800000)};

    explicit Clock(const ClockSettings& settings) : settings_(settings) {}

    // The machine's time goes in with every input; an earlier one counts as the latest.
    void see(Instant machine_now);

    ClockMode mode() const { return mode_; }
    Instant now() const { return now_; }
    Instant machine_now() const { return machine_; }

    // Up to where time has come: later than now() while what was due in between is not dealt with.
    Instant reached() const;
    void move_to(Instant instant);

    // A held clock stands still; a real one goes on from there.
    void set(ClockMode mode);

    // It shows that instant now, and goes on from there.
    void set_now(Instant instant);

    // When the machine's clock will show that the instant has come; never while time is held.
    std::optional<Instant> machine_time_of(Instant instant) const;

    // As it was at the start, at this moment of the machine's time.
    void restart();

private:
    ClockSettings settings_;
    ClockMode mode_ = ClockMode::real;
    bool started_ = false;
    Instant machine_;
    Milliseconds ahead_{0}; // of the machine's time
    Instant now_;
};

} // namespace chatmock::core
