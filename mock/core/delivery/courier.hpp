// Carries events to their recipients as faults will have it: late, twice, behind the next, broken, or not.
#pragma once

#include "core/clients/disconnector.hpp"
#include "core/clients/faults.hpp"

#include <map>
#include <vector>

namespace chatmock::core {

// What is carried: the messages of one packet. Where `receipt` is not 0 it comes back once, or the member
// leaves; so does one that is held when the member leaves.
struct Parcel {
    std::vector<engineio::SharedPacket> packets;
    engineio::Receipt receipt = 0;
};

class Courier {
public:
    Courier(State& state, Clients& clients, Disconnector& disconnector, Faults& faults)
        : state_(state), clients_(clients), disconnector_(disconnector), faults_(faults) {}

    // Whether nothing stands between an event and its recipient: then it may as well be sent at once.
    bool is_clear() const { return faults_.empty() && held_.empty() && behind_.empty(); }

    policy::Dispatch plan(const Delivery& delivery) { return faults_.dispatch(delivery); }

    // Whether it is on its way; else it is held. The member may be gone afterwards.
    bool carry(const Member& member, Parcel parcel, policy::Dispatch dispatch);

    // One that was held is due.
    void release(std::uint64_t id);

    // Lets those go that wait behind a next event, where no fault asks for that any more.
    void settle();

    // Whether something is held for a member whom the target means, and will be due by itself.
    bool has_due(const policy::Target& to) const;

    // Time itself was set by so much.
    void shift(Milliseconds by);

    // Forgets what is held.
    void reset();

private:
    struct Held {
        std::uint64_t place; // the member's
        Parcel parcel;
        policy::Dispatch dispatch;
        std::vector<engineio::Backlog::Place> places; // of its packets
    };

    void damage(Parcel& parcel, const policy::Dispatch& dispatch);
    bool may_hold();
    Held hold(std::uint64_t place, Parcel parcel, policy::Dispatch dispatch);
    bool is_gone(std::uint64_t place) const;
    Instant due_of(std::uint64_t place, const Parcel& parcel, const policy::Dispatch& dispatch);
    bool hand_over(std::uint64_t place, Parcel parcel, const policy::Dispatch& dispatch);
    void let_follow(std::uint64_t place);
    void deliver(std::uint64_t place, const Parcel& parcel, const policy::Dispatch& dispatch);
    void send(std::uint64_t place, const Parcel& parcel, const policy::Dispatch& dispatch);

    State& state_;
    Clients& clients_;
    Disconnector& disconnector_;
    Faults& faults_;
    engineio::Backlog held_packets_;
    std::map<std::uint64_t, Held> held_;                // until they are due
    std::map<std::uint64_t, std::vector<Held>> behind_; // by place: until its next event
    std::size_t behind_count_ = 0;
    std::map<std::uint64_t, Instant> busy_until_; // by place: its slow line
    std::uint64_t last_id_ = 0;
};

} // namespace chatmock::core
