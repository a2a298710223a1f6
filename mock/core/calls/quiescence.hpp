// Calls that wait until nothing is queued and nothing is due.
#pragma once

#include "core/clients/gate.hpp"
#include "core/delivery/injector.hpp"
#include "core/state/state.hpp"

#include <map>
#include <set>

namespace chatmock::core {

class Quiescence {
public:
    Quiescence(State& state, const Gate& gate, const Injector& injector)
        : state_(state), gate_(gate), injector_(injector) {}

    void wait(Ticket ticket) { tickets_.insert(ticket); }

    void written(engineio::Receipt receipt) { unconfirmed_.erase(receipt); }

    // Answers all where it has become quiet.
    void settle();

    // Whether the ticket was one of this; then it is answered.
    bool give_up(Ticket ticket);

private:
    bool is_all_written();
    void ask_for_confirmation();
    Error still_busy() const;

    State& state_;
    const Gate& gate_;
    const Injector& injector_;
    std::set<Ticket> tickets_;
    std::map<engineio::Receipt, std::uint64_t> unconfirmed_; // of the connection with that ordinal
    std::uint64_t confirmed_frames_ = 0;                     // sent when confirmation was asked for
};

} // namespace chatmock::core
