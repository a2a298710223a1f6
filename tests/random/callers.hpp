// Callers of the control API: each call is answered once, and in time.
#pragma once

#include "core/state/state.hpp"

#include <map>
#include <set>
#include <vector>

namespace chatmock::random {

struct Call {
    core::Command command;
    std::set<std::uint64_t> recipients; // join orders; of an event that was sent at once and is awaited
};

class Callers {
public:
    explicit Callers(core::Ticket tickets_before) : last_ticket_(tickets_before) {}

    core::Ticket next_ticket() { return ++last_ticket_; }

    // Call before the world gets the input.
    void note(const core::Input& input);

    // The world's answers to the input.
    void take(const core::Input& input, const std::vector<core::Answer>& answers, const core::State& state);

    // Checks one of the waiting callers, the next one each time: it must still have to wait.
    void check(const core::State& state);

    const std::map<core::Ticket, Call>& waiting() const { return waiting_; }

    // The number of answers with each status.
    const std::map<int, std::size_t>& answered() const { return answered_; }

private:
    std::map<core::Ticket, Call> waiting_;
    std::map<int, std::size_t> answered_;
    core::Ticket last_ticket_;
    core::Ticket last_checked_ = 0;
};

} // namespace chatmock::random
