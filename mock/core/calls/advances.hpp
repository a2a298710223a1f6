// Calls that move a held clock: one at a time, from deadline to deadline and never over one.
#pragma once

#include "core/state/state.hpp"

#include <deque>
#include <optional>

namespace chatmock::core {

class Advances {
public:
    explicit Advances(State& state) : state_(state) {}

    // Fails where nobody holds the clock.
    void ask(Ticket ticket, const AdvanceClock& wish);

    // The next instant to move to: a deadline, or where the present call ends. Nothing where there is no
    // call, or it waits for a client's pong or upgrade. Calls that have come to their end are answered.
    std::optional<Instant> next();

    // A timer is about to fire.
    void note(const TimerKey& timer, Instant deadline);

    // Whether the ticket was one of this; then it is answered, and time stays where it is.
    bool give_up(Ticket ticket);

    // The clock is not moved on from where it stood: answers all. `why` is what was done to it instead.
    void cancel(const std::string& why);

private:
    struct Advance {
        Ticket ticket;
        AdvanceClock wish;
        Instant from;
        std::optional<Instant> until; // known when its turn comes
        Json fired = Json::array();
        std::size_t fired_count = 0;
    };

    bool waits_for_clients(const Advance& advance) const;
    void finish(Result<Reply> reply);

    State& state_;
    std::deque<Advance> queue_; // the first is the present one
};

} // namespace chatmock::core
