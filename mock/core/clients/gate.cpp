#include "core/clients/gate.hpp"

#include "base/json/json_memory.hpp"
#include "core/state/member_match.hpp"
#include "core/state/remembered.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

using policy::AuthOutcome;

TimerKey key_of(const Handshake& handshake) {
    const bool polls = handshake.transport == engineio::Transport::polling;
    return {polls ? TimerKey::Kind::exchange : TimerKey::Kind::channel, handshake.number};
}

engineio::WireEffect end_of(const Handshake& handshake) {
    if (handshake.transport == engineio::Transport::polling) return engineio::DropExchange{handshake.number};
    return engineio::DropChannel{handshake.number};
}

engineio::WireEffect veto(const Handshake& handshake, int status, const std::string& message) {
    if (handshake.transport == engineio::Transport::polling)
        return engineio::Respond{handshake.number, engineio::veto_plain(status, message), {}};
    return engineio::RefuseChannel{handshake.number, engineio::veto_upgrade(status, message)};
}

} // namespace

bool Gate::stops(const Handshake& handshake, const policy::Caller& caller,
                 const policy::SharedIdentity& identity) {
    auto outcome = policy::decide_handshake(state_.definitions.rules, caller, state_.now(),
                                            state_.settings.profile.token_sources);
    if (!outcome) return false;
    const Stopped stopped{handshake, identity, std::move(*outcome)};
    const bool hangs = stopped.outcome.kind == AuthOutcome::Kind::hang;
    const auto delay = stopped.outcome.delay;
    if (hangs || delay > Milliseconds(0)) {
        handshakes_.emplace(key_of(handshake), stopped);
        state_.remembered.add(memory_of(*identity));
    }
    if (hangs) record(stopped);
    else if (delay > Milliseconds(0)) state_.timers.set(key_of(handshake), state_.now() + delay);
    else conclude(stopped);
    return true;
}

// A caller without a token perhaps sent one in a place that is not a token source.
policy::Decision Gate::ask_rules(const Connection& connection, const socketio::ConnectRequested& request) {
    const auto& sources = state_.settings.profile.token_sources;
    const auto& caller = connection.caller_in(request.namespace_name);
    if (!caller.credentials.token.empty())
        return policy::decide_connect(state_.definitions.rules, caller, state_.now(), sources);
    auto searched = caller;
    for (auto& source : policy::tokens_elsewhere(sources, request.auth)) {
        state_.transcript.note_token(request.auth.at(source.name).get<std::string>());
        searched.elsewhere.push_back(std::move(source));
    }
    return policy::decide_connect(state_.definitions.rules, searched, state_.now(), sources);
}

std::optional<policy::Decision> Gate::decide(Connection& connection,
                                             const socketio::ConnectRequested& request) {
    if (connection.at_the_gate.count(request.namespace_name) != 0) return std::nullopt;
    auto outcome = ask_rules(connection, request);
    if (outcome.delay == Milliseconds(0)) return outcome;
    const auto id = ++last_connect_;
    state_.timers.set({TimerKey::Kind::connect, id}, state_.now() + outcome.delay);
    state_.remembered.add(chatmock::memory_of(request.auth));
    connects_.emplace(id, Verdict{connection.ordinal, request, std::move(outcome)});
    connection.at_the_gate.emplace(request.namespace_name, id);
    return std::nullopt;
}

std::optional<Verdict> Gate::fire(const TimerKey& timer) {
    if (timer.kind == TimerKey::Kind::connect) {
        auto verdict = std::move(connects_.extract(timer.id).mapped());
        state_.remembered.remove(chatmock::memory_of(verdict.request.auth));
        state_.connections.find(verdict.connection)->at_the_gate.erase(verdict.request.namespace_name);
        return verdict;
    }
    const auto stopped = handshakes_.extract(timer);
    state_.remembered.remove(memory_of(*stopped.mapped().identity));
    conclude(stopped.mapped());
    return std::nullopt;
}

void Gate::forget(const Handshake& handshake) {
    const auto key = key_of(handshake);
    const auto stopped = handshakes_.extract(key);
    if (!stopped.empty()) state_.remembered.remove(memory_of(*stopped.mapped().identity));
    state_.timers.set(key, std::nullopt);
}

void Gate::forget(Connection& connection) {
    for (const auto& [name, id] : std::exchange(connection.at_the_gate, {})) {
        const auto waited = connects_.extract(id);
        state_.remembered.remove(chatmock::memory_of(waited.mapped().request.auth));
        state_.timers.set({TimerKey::Kind::connect, id}, std::nullopt);
    }
}

void Gate::refuse(const ClientRefused& refused) {
    Entry entry;
    entry.kind = EntryKind::refuse;
    policy::Reason why;
    why.layer = "sandbox";
    why.seen = refused.message;
    why.hint = "POST /sandboxes makes a sandbox before its clients connect; --sandboxes auto, on first use";
    entry.details.add("transport", engineio::name_of(refused.transport))
        .add("via", "sandbox")
        .add("status", refused.status)
        .add("message", refused.message)
        .add(policy::to_json(why));
    state_.recorder.record(std::move(entry));
    state_.output.perform(veto({refused.transport, refused.number}, refused.status, refused.message));
}

void Gate::drop_handshakes() {
    while (!handshakes_.empty()) {
        const auto handshake = handshakes_.begin()->second.handshake;
        forget(handshake);
        drop(handshake);
    }
}

void Gate::drop(const Handshake& handshake) { state_.output.perform(end_of(handshake)); }

bool Gate::has_due(const policy::Target& to) const {
    if (state_.clock.mode() != ClockMode::real) return false;
    const bool handshake = std::any_of(handshakes_.begin(), handshakes_.end(), [&](const auto& each) {
        return each.second.outcome.kind != AuthOutcome::Kind::hang &&
               policy::matches(to, *each.second.identity, state_.definitions.groups);
    });
    return handshake || std::any_of(connects_.begin(), connects_.end(), [&](const auto& each) {
               const auto& connection = *state_.connections.find(each.second.connection);
               return means(to, connection, state_.connections, state_.definitions.groups);
           });
}

void Gate::conclude(const Stopped& stopped) {
    const bool vetoes = stopped.outcome.kind == AuthOutcome::Kind::http;
    record(stopped);
    state_.output.perform(vetoes ? veto(stopped.handshake, stopped.outcome.status, stopped.outcome.message)
                                 : end_of(stopped.handshake));
}

void Gate::record(const Stopped& stopped) {
    const auto& outcome = stopped.outcome;
    Entry entry;
    entry.kind = EntryKind::refuse;
    entry.identity = stopped.identity;
    entry.details.add("transport", engineio::name_of(stopped.handshake.transport))
        .add("via", policy::name_of(outcome.kind));
    if (outcome.kind == AuthOutcome::Kind::http)
        entry.details.add("status", outcome.status).add("message", outcome.message);
    entry.details.add(policy::to_json(*outcome.why));
    state_.recorder.record(std::move(entry));
}

} // namespace chatmock::core
