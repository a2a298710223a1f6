// Calls that wait until nothing is queued and nothing is due, for everyone or for some.
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

    // For those whom the target means.
    void wait(Ticket ticket, const policy::Target& to) { wishes_[ticket] = {to, {}, confirmed_frames_}; }

    void written(engineio::Receipt receipt) {
        for (auto& [ticket, wish] : wishes_) wish.unconfirmed.erase(receipt);
    }

    // Answers those for whom it has become quiet.
    void settle();

    // Whether the ticket was one of this; then it is answered.
    bool give_up(Ticket ticket);

private:
    struct Wish {
        policy::Target to;
        std::map<engineio::Receipt, std::uint64_t> unconfirmed; // of the connection with that ordinal
        std::uint64_t confirmed_frames = 0;                     // sent when confirmation was asked for
    };

    bool is_quiet(Wish& wish);
    bool is_meant(const Wish& wish, const Connection& connection) const;
    bool is_all_written(Wish& wish);
    void ask_for_confirmation(Wish& wish);
    Error still_busy(const Wish& wish) const;

    State& state_;
    const Gate& gate_;
    const Injector& injector_;
    std::map<Ticket, Wish> wishes_;
    std::uint64_t confirmed_frames_ = 0; // that have left, to whomever they were sent
};

} // namespace chatmock::core
