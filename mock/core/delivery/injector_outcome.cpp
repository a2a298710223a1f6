// The results of an injection's deliveries, and the call's answer.
#include "core/delivery/injector.hpp"

#include "base/json/binary_json.hpp"
#include "base/json/json_memory.hpp"
#include "base/text/counted.hpp"
#include "core/state/near_misses.hpp"
#include "policy/match/wording.hpp"

#include <algorithm>

namespace chatmock::core {

void Injector::written(engineio::Receipt receipt) {
    if (const auto awaited = awaited_.take(receipt)) complete(*awaited, DeliveryState::written);
}

void Injector::acknowledged(const Acknowledged& acknowledged) {
    if (const auto awaited = awaited_.take({acknowledged.join_order, acknowledged.ack_id}))
        complete(*awaited, DeliveryState::acked, with_bytes_written(acknowledged.arguments));
}

// Deliveries pending for a socket that has left are lost.
void Injector::take_note_of_departures() {
    for (const auto& lost : awaited_.take_of(std::exchange(left_, {}))) complete(lost, DeliveryState::lost);
}

void Injector::complete(const AwaitedDelivery& awaited, DeliveryState state, Json acknowledgement) {
    const auto found = injections_.find(awaited.injection);
    if (found == injections_.end()) return;
    Injection& injection = found->second;
    auto& delivery = injection.deliveries[awaited.delivery];
    if (awaited.is_interim && delivery.state != DeliveryState::queued &&
        delivery.state != DeliveryState::held)
        return;
    if (!acknowledgement.is_null()) keep_acknowledgement(injection, acknowledgement);
    delivery.state = state;
    delivery.acknowledgement = std::move(acknowledgement);
    if (!awaited.is_interim && --injection.outstanding == 0)
        finish(injection, reply_to(injection, state_.now()));
}

void Injector::keep_acknowledgement(Injection& injection, Json& acknowledgement) {
    const auto bytes = memory_of(acknowledgement);
    if (acknowledgements_.take(bytes)) {
        injection.acknowledgement_bytes += bytes;
        return;
    }
    acknowledgement = "…";
    state_.recorder.record_limit("acknowledgements_bytes",
                                 "the memory for acknowledgements is full: answers show … instead");
}

void Injector::forget(const Injection& injection) {
    kept_.remove(injection.kept_bytes);
    acknowledgements_.remove(injection.acknowledgement_bytes);
    injections_.erase(injection.id);
}

void Injector::settle() {
    do {
        for (; !acknowledged_.empty(); acknowledged_.pop_front()) acknowledged(acknowledged_.front());
        if (!left_.empty()) take_note_of_departures();
        for (auto next = injections_.begin(); next != injections_.end();) {
            Injection& injection = (next++)->second; // it may be removed when it continues
            if (injection.stage == Stage::waiting) go_on(injection);
        }
    } while (!left_.empty()); // sending may have disconnected a client
}

bool Injector::give_up(Ticket ticket) {
    for (auto& [id, injection] : injections_) {
        if (injection.ticket != ticket) continue;
        if (injection.stage == Stage::waiting) {
            finish(injection, too_few(injection));
        } else {
            answer(injection, too_late(injection));
            if (injection.stage == Stage::delivering) abandon(id);
        }
        return true;
    }
    return false;
}

bool Injector::awaits_settlement() const {
    return std::any_of(injections_.begin(), injections_.end(), [](const auto& each) {
        return each.second.stage == Stage::waiting && each.second.request.settled;
    });
}

bool Injector::withdraw(Ticket ticket) {
    const auto found = std::find_if(injections_.begin(), injections_.end(),
                                    [ticket](const auto& each) { return each.second.ticket == ticket; });
    if (found == injections_.end()) return false;
    Injection& injection = found->second;
    injection.ticket.reset();
    if (injection.stage == Stage::delivering) {
        abandon(injection.id);
        return true;
    }
    state_.timers.set({TimerKey::Kind::injection, injection.id}, std::nullopt);
    finish(injection,
           Error{ErrorCode::timed_out, "the caller closed its connection before the event was sent"});
    return true;
}

bool Injector::has_due(const policy::Target& to) const {
    if (state_.clock.mode() != ClockMode::real) return false;
    const bool holds = std::any_of(injections_.begin(), injections_.end(), [&](const auto& each) {
        return each.second.stage == Stage::held && is_for(each.second.request, to);
    });
    return holds || faulty_delivery_.has_due(to);
}

bool Injector::is_for(const Inject& request, const policy::Target& to) const {
    if (to.is_everyone()) return true;
    const auto& members = state_.connections.members();
    return std::any_of(members.begin(), members.end(), [&](const auto& each) {
        const auto& identity = *each.second.identity;
        return policy::matches(to, identity, state_.definitions.groups) &&
               policy::matches(request.to, identity, state_.definitions.groups);
    });
}

void Injector::shift(Milliseconds by) {
    for (auto& [id, injection] : injections_) injection.due += by;
}

void Injector::abandon(std::uint64_t id) {
    awaited_.forget(id);
    forget(injections_.at(id));
}

void Injector::reset() {
    while (!injections_.empty()) {
        Injection& injection = injections_.begin()->second;
        state_.timers.set({TimerKey::Kind::injection, injection.id}, std::nullopt);
        finish(injection, Error{ErrorCode::timed_out, "the mock was reset before the injection was done"});
    }
    awaited_.clear();
}

void Injector::answer(Injection& injection, Result<Reply> reply) {
    if (injection.ticket) state_.output.answer(*injection.ticket, std::move(reply));
    injection.ticket.reset();
}

void Injector::finish(Injection& injection, Result<Reply> reply) {
    if (!injection.ticket && !reply) { // without a caller, only the journal gets it
        Entry entry;
        entry.kind = EntryKind::control;
        entry.identity = injection.identity;
        entry.event = injection.request.event;
        entry.details.add("call", "inject").add("to", policy::to_json(injection.request.to));
        entry.details.add("failed", describe(reply.error()));
        entry.concern = state_.recorder.concern_of(injection.request.to);
        state_.recorder.record(std::move(entry));
    }
    answer(injection, std::move(reply));
    forget(injection);
}

Error Injector::too_few(const Injection& injection) const {
    const auto& request = injection.request;
    Error error{ErrorCode::too_few_recipients,
                "expected at least " + counted(request.min_recipients, "recipient") + " (" +
                    policy::wording_of(request.to) + "), got " + std::to_string(count_addressees(injection)),
                "/min_recipients"};
    error.message += if_nobody(state_.connections);
    error.nearest = nearest_connections({{request.to, {}}, request.settled}, state_.connections,
                                        state_.definitions.groups);
    return error;
}

} // namespace chatmock::core
