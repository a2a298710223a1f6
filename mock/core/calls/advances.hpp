// Calls that advance a held clock: one at a time, from deadline to deadline, never past one.
#pragma once

#include "core/state/state.hpp"

#include <deque>
#include <optional>

namespace chatmock::core {

class Advances {
public:
    explicit Advances(State& state) : state_(state) {}

    // Fails unless the clock is held.
    void ask(Ticket ticket, const AdvanceClock& call);

    // The next time to move to: a deadline, or the end of the current call. Empty without a call, and while
    // it waits for a client's pong or upgrade. Answers calls that are complete.
    std::optional<Instant> next();

    // Reports a timer that is about to fire.
    void note(const TimerKey& timer, Instant deadline);

    // True if the ticket belongs to an advance; then answers it, and the clock stays.
    bool give_up(Ticket ticket);

    // The clock is released or set: answers all calls. `why` is the past participle, such as "released".
    void cancel(const std::string& why);

private:
    struct Advance {
        Ticket ticket;
        AdvanceClock call;
        Instant from;
        std::optional<Instant> until; // set when the call is first in the queue
        Json fired = Json::array();
        std::size_t fired_count = 0;
    };

    bool waits_for_clients(const Advance& advance) const;
    void finish(Result<Reply> reply);

    State& state_;
    std::deque<Advance> queue_; // the first one is the current call
};

} // namespace chatmock::core
