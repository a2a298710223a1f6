// The one way in which an event gets out: it waits for recipients, is held, rendered, sent, journalled,
// and its caller is answered.
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
    Injector(State& state, Clients& clients, Courier& courier)
        : state_(state), courier_(courier), renderer_(state), audiences_(state.connections, state.groups),
          sender_(state, clients, courier, awaited_) {}

    // Answers at once, or when what the call waits for has come. Nobody may have asked: then it may be
    // somebody's doing, who is journalled with its failure.
    void inject(std::optional<Ticket> ticket, const Inject& request, policy::SharedIdentity who = nullptr);

    // A held injection is due.
    void release(std::uint64_t id);

    void written(engineio::Receipt receipt);

    void note(Acknowledged acknowledged) { acknowledged_.push_back(std::move(acknowledged)); }
    void note_left(std::uint64_t place) { left_.push_back(place); }

    // Completes deliveries to members who have acknowledged or left, and goes on with the injections whose
    // recipients have come.
    void settle();

    // Whether it has heard of nobody who left, and of no acknowledgement, since it settled.
    bool is_settled() const { return acknowledged_.empty() && left_.empty(); }

    // Whether the ticket was one of this; then it is answered. What was sent stays sent.
    bool give_up(Ticket ticket);

    // Whether a call waits for recipients to settle.
    bool awaits_settlement() const;
    // Whether the ticket was one of this; then it is forgotten, and what is not sent yet never is.
    bool withdraw(Ticket ticket);

    // Whether something is held that will be due by itself, and is for somebody whom the target means.
    bool has_due(const policy::Target& to) const;

    // Time itself was set by so much.
    void shift(Milliseconds by);

    // Forgets what is not yet sent; its callers are told.
    void reset();

    // How many deliveries a call waits for.
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
    Courier& courier_;
    Renderer renderer_;
    Audiences audiences_;
    AwaitedDeliveries awaited_;
    Sender sender_;
    std::map<std::uint64_t, Injection> injections_; // those that are not done
    Account kept_{state_.settings.limits.waiting_bytes};
    Account acknowledgements_{state_.settings.limits.acknowledgements_bytes};
    std::deque<Acknowledged> acknowledged_; // that it has not taken up
    std::vector<std::uint64_t> left_;       // places of members who have left, likewise
    std::uint64_t last_id_ = 0;
};

} // namespace chatmock::core
