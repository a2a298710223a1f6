// Runs the profile's reactions to clients' actions.
#pragma once

#include "core/clients/clients.hpp"
#include "core/clients/member_listener.hpp"
#include "core/delivery/faulty_delivery.hpp"
#include "core/delivery/injector.hpp"
#include "core/state/state.hpp"

#include <deque>
#include <unordered_map>

namespace chatmock::core {

class Reactor {
public:
    Reactor(State& state, Clients& clients, FaultyDelivery& faulty_delivery, Injector& injector)
        : state_(state), clients_(clients), faulty_delivery_(faulty_delivery), injector_(injector) {}

    void note(MemberEvent event) { pending_.push_back(std::move(event)); }

    // Reacts to the recorded events, in order.
    void settle();

    bool is_settled() const { return pending_.empty(); }

    // Counts events from 1 again, for reactions to the nth event.
    void reset() { counts_.clear(); }

private:
    bool may_react();
    void react(const policy::Reaction& reaction, const MemberEvent& event);
    void acknowledge(const Member& member, const MemberEvent& event, const Json& arguments);
    std::uint64_t count(const Member& member, const policy::Occasion& occasion);

    State& state_;
    Clients& clients_;
    FaultyDelivery& faulty_delivery_;
    Injector& injector_;
    std::unordered_map<std::uint64_t, std::uint64_t>
        counts_;                      // of events, by a hash of user, namespace and event
    std::deque<MemberEvent> pending_; // without a reaction yet
};

} // namespace chatmock::core
