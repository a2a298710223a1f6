// Runs the profile's reactions to clients' actions.
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

    void note(MemberEvent event) { pending_.push_back(std::move(event)); }

    // Reacts to the recorded events, in order.
    void settle();

    bool is_settled() const { return pending_.empty(); }

private:
    bool may_react();
    void react(const policy::Reaction& reaction, const MemberEvent& happened);
    void acknowledge(const Member& member, std::uint64_t ack_id, const Json& arguments);

    State& state_;
    Clients& clients_;
    Injector& injector_;
    std::deque<MemberEvent> pending_; // without a reaction yet
};

} // namespace chatmock::core
