// Carries events to their recipients as the faults define: delayed, repeated, reordered, damaged, or dropped.
#pragma once

#include "core/clients/disconnector.hpp"
#include "core/clients/faults.hpp"

#include <map>
#include <vector>

namespace chatmock::core {

// The messages of one packet. A nonzero `receipt` is returned once, unless the member leaves or becomes half
// open first, also while the packet is held, or unless a reset drops the packet.
struct Parcel {
    std::vector<engineio::SharedPacket> packets;
    engineio::Receipt receipt = 0;
};

class FaultyDelivery {
public:
    FaultyDelivery(State& state, Clients& clients, Disconnector& disconnector, Faults& faults)
        : state_(state), clients_(clients), disconnector_(disconnector), faults_(faults) {}

    // True if no fault can affect an event, and none is held: then it may be sent directly.
    bool is_clear() const { return faults_.empty() && held_.empty() && behind_.empty(); }

    policy::Dispatch plan(const Delivery& delivery) { return faults_.dispatch(delivery); }

    // False if it is held; otherwise it was sent, dropped or lost. Afterwards the member may be removed.
    bool carry(const Member& member, Parcel parcel, policy::Dispatch dispatch);

    // A held event is due.
    void release(std::uint64_t id);

    // Sends events that wait behind a next one, if no fault reorders any more.
    void settle();

    // True if a held event for a member of the target will be due by itself.
    bool has_due(const policy::Target& to) const;

    // The clock was set forward or back by this much.
    void shift(Milliseconds by);

    // Drops all held events.
    void reset();

private:
    struct Held {
        std::uint64_t join_order; // the member's
        Parcel parcel;
        policy::Dispatch dispatch;
        std::vector<engineio::Backlog::Place> places; // for its packets
    };

    void damage(Parcel& parcel, const policy::Dispatch& dispatch);
    bool may_hold();
    Held hold(std::uint64_t join_order, Parcel parcel, policy::Dispatch dispatch);
    bool is_gone(std::uint64_t join_order) const;
    Instant due_of(std::uint64_t join_order, const Parcel& parcel, const policy::Dispatch& dispatch);
    bool hand_over(std::uint64_t join_order, Parcel parcel, const policy::Dispatch& dispatch);
    void let_follow(std::uint64_t join_order);
    void deliver(std::uint64_t join_order, const Parcel& parcel, const policy::Dispatch& dispatch);
    void send(std::uint64_t join_order, const Parcel& parcel, const policy::Dispatch& dispatch);

    State& state_;
    Clients& clients_;
    Disconnector& disconnector_;
    Faults& faults_;
    engineio::Backlog held_packets_;
    std::map<std::uint64_t, Held> held_;                // until they are due
    std::map<std::uint64_t, std::vector<Held>> behind_; // by join order, until the member's next event
    std::size_t behind_count_ = 0;
    std::map<std::uint64_t, Instant> busy_until_; // by join order, for slow connections
    std::uint64_t last_id_ = 0;
};

} // namespace chatmock::core
