// Calls that wait until no packet is queued and no timer is due.
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

    // Answers all calls if it is quiet.
    void settle();

    // True if the ticket belongs to such a call; then answers it.
    bool give_up(Ticket ticket);

private:
    bool is_all_written();
    void ask_for_confirmation();
    Error still_busy() const;

    State& state_;
    const Gate& gate_;
    const Injector& injector_;
    std::set<Ticket> tickets_;
    std::map<engineio::Receipt, std::uint64_t> unconfirmed_; // to the ordinal of the receipt's connection
    std::uint64_t confirmed_frames_ = 0; // number of frames when the receipts were requested
};

} // namespace chatmock::core
