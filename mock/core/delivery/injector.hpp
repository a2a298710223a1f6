// The only way to send an event, except an auth rule's `error`: waits for recipients, holds, renders, sends,
// journals, and answers the call.
#pragma once

#include "core/clients/member_listener.hpp"
#include "core/delivery/renderer.hpp"
#include "core/delivery/sender.hpp"
#include "core/state/state.hpp"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace chatmock::core {

class Injector {
public:
    Injector(State& state, Clients& clients, FaultyDelivery& faulty_delivery)
        : state_(state), faulty_delivery_(faulty_delivery), renderer_(state),
          audiences_(state.connections, state.definitions.groups),
          sender_(state, clients, faulty_delivery, awaited_) {}

    // Answers at once, or when the awaited state is reached. Without a ticket, a failure is journalled for
    // `identity`, if given.
    void inject(std::optional<Ticket> ticket, const Inject& request,
                policy::SharedIdentity identity = nullptr);

    // A held injection is due.
    void release(std::uint64_t id);

    void written(engineio::Receipt receipt);

    void note(Acknowledged acknowledged) { acknowledged_.push_back(std::move(acknowledged)); }
    void note_left(std::uint64_t join_order) { left_.push_back(join_order); }

    // Completes deliveries to members that have acknowledged or left, and continues injections whose
    // recipients have joined.
    void settle();

    // True if no member has left and no acknowledgement has arrived since the last settle().
    bool is_settled() const { return acknowledged_.empty() && left_.empty(); }

    // True if the ticket belongs to an injection; then answers it. Sent events stay sent.
    bool give_up(Ticket ticket);

    // True if a call waits for settled recipients.
    bool awaits_settlement() const;
    // True if the ticket belongs to an injection; then forgets it, and drops its unsent events.
    bool withdraw(Ticket ticket);

    // True if a held event for a client of the target will be due by itself.
    bool has_due(const policy::Target& to) const;

    // The clock was set forward or back by this much.
    void shift(Milliseconds by);

    // Drops unsent events; answers their callers.
    void reset();

    // The number of awaited deliveries.
    std::size_t awaited() const { return awaited_.size(); }

private:
    bool is_for(const Inject& request, const policy::Target& to) const;
    void go_on(Injection& injection);
    std::size_t count_addressees(const Injection& injection) const;
    bool keep(Injection& injection);
    void emit(Injection& injection);
    void complete(const AwaitedDelivery& awaited, DeliveryState state, Json acknowledgement = Json());
    void acknowledged(const Acknowledged& acknowledged);
    void keep_acknowledgement(Injection& injection, Json& acknowledgement);
    void take_note_of_departures();
    void abandon(std::uint64_t id);
    void forget(const Injection& injection);
    void answer(Injection& injection, Result<Reply> reply);
    void finish(Injection& injection, Result<Reply> reply);
    Error too_few(const Injection& injection) const;

    State& state_;
    FaultyDelivery& faulty_delivery_;
    Renderer renderer_;
    Audiences audiences_;
    AwaitedDeliveries awaited_;
    Sender sender_;
    std::map<std::uint64_t, Injection> injections_; // not finished yet
    Account kept_{state_.settings.limits.waiting_bytes};
    Account acknowledgements_{state_.settings.limits.acknowledgements_bytes};
    std::deque<Acknowledged> acknowledged_; // not processed yet
    std::vector<std::uint64_t> left_;       // join orders of members that have left, not processed yet
    std::uint64_t last_id_ = 0;
};

} // namespace chatmock::core
