// Calls that wait until no packet is queued and no timer is due, for all clients or for those of a target.
#pragma once

#include "core/clients/gate.hpp"
#include "core/delivery/injector.hpp"
#include "core/state/state.hpp"

#include <map>

namespace chatmock::core {

class Quiescence {
public:
    Quiescence(State& state, const Gate& gate, const Injector& injector)
        : state_(state), gate_(gate), injector_(injector) {}

    // Waits for the clients of the target.
    void wait(Ticket ticket, const policy::Target& to) { waits_[ticket] = {to, {}, confirmed_frames_}; }

    void written(engineio::Receipt receipt) {
        for (auto& [ticket, each] : waits_) each.unconfirmed.erase(receipt);
    }

    // Answers the calls whose clients are quiet.
    void settle();

    // True if the ticket belongs to such a call; then answers it.
    bool give_up(Ticket ticket);

private:
    struct Wait {
        policy::Target to;
        std::map<engineio::Receipt, std::uint64_t> unconfirmed; // to the ordinal of the receipt's connection
        std::uint64_t confirmed_frames = 0; // number of frames when the receipts were requested
    };

    bool is_quiet(Wait& wait);
    bool is_meant(const Wait& wait, const Connection& connection) const;
    bool is_all_written(Wait& wait);
    void request_receipts(Wait& wait);
    Error still_busy(const Wait& wait) const;

    State& state_;
    const Gate& gate_;
    const Injector& injector_;
    std::map<Ticket, Wait> waits_;
    std::uint64_t confirmed_frames_ = 0; // number of confirmed frames, of all clients
};

} // namespace chatmock::core
