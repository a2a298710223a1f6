// Lets the profile's reactions answer what clients do.
#pragma once

#include "core/clients/clients.hpp"
#include "core/clients/member_listener.hpp"
#include "core/delivery/injector.hpp"
#include "core/state/state.hpp"

#include <deque>

namespace chatmock::core {

class Reactor {
public:
    Reactor(State& state, Clients& clients, Injector& injector)
        : state_(state), clients_(clients), injector_(injector) {}

    void note(Happened happened) { happened_.push_back(std::move(happened)); }

    // Reacts to what has happened, in its order.
    void settle();

    bool is_settled() const { return happened_.empty(); }

private:
    bool may_react();
    void react(const policy::Reaction& reaction, const Happened& happened);
    void acknowledge(const Member& member, std::uint64_t ack_id, const Json& arguments);

    State& state_;
    Clients& clients_;
    Injector& injector_;
    std::deque<Happened> happened_; // that it has not reacted to
};

} // namespace chatmock::core
