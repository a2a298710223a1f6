#include "core/state/state.hpp"

#include "base/json/fields.hpp"

namespace chatmock::core {

namespace {

// The journal may quote a client's bytes, but not a megabyte of them.
constexpr std::size_t detail_bytes_max = 500;

void shorten_texts(Json& detail) {
    if (detail.is_string()) detail = shortened(detail.get<std::string>(), detail_bytes_max);
    if (!detail.is_structured()) return;
    for (auto& member : detail) shorten_texts(member);
}

Details shortened_details(Json details) {
    shorten_texts(details);
    return Details().add(details);
}

Entry entry_about(EntryKind kind, const Connection& connection, const policy::SharedIdentity& identity,
                  const Details& details) {
    Entry entry;
    entry.kind = kind;
    entry.identity = identity;
    entry.details.add("engine_sid", connection.session.sid()).add(details);
    return entry;
}

} // namespace

State::State(WorldSettings settings_)
    : settings(std::move(settings_)), seeded(settings.seed), clock(settings.clock),
      scenarios(settings.scenarios), journal(settings.budget_share), transcript(settings),
      visits(settings.limits.visits), remembered(settings.limits.remembered_bytes),
      pending_packets(settings.limits.pending_packets_bytes), turn(settings.limits),
      last_receipt(settings.last_receipt) {
    follow_profile();
}

void State::follow_profile() {
    rules = settings.profile.rules;
    groups = settings.profile.groups;
}

std::uint64_t State::record(Entry entry) {
    entry.at = now();
    return journal.append(std::move(entry));
}

void State::record(EntryKind kind, const Connection& connection, const Details& details) {
    record(entry_about(kind, connection, connection.identity, details));
}

void State::record(EntryKind kind, const Member& member, const Details& details) {
    record(entry_about(kind, *member.connection, member.identity, details));
}

void State::record_quoting(EntryKind kind, const Connection& connection, Json details) {
    record(kind, connection, shortened_details(std::move(details)));
}

void State::record_quoting(EntryKind kind, const Member& member, Json details, const std::string& event) {
    auto entry =
        entry_about(kind, *member.connection, member.identity, shortened_details(std::move(details)));
    entry.event = event;
    record(std::move(entry));
}

void State::record_violation(const Connection& connection, std::string_view message) {
    record_quoting(EntryKind::violation, connection, {{"message", message}});
}

void State::record_call(std::string_view call, const Json& details) {
    Entry entry;
    entry.kind = EntryKind::control;
    entry.details.add("call", call).add(details);
    record(std::move(entry));
}

void State::record_limit(std::string_view limit, std::string_view message) {
    const auto generation = journal.generation() + 1;
    auto& met = limits_met[std::string(limit)];
    if (std::exchange(met, generation) == generation) return;
    Entry entry;
    entry.kind = EntryKind::limit;
    entry.details.add("limit", limit).add("message", message);
    record(std::move(entry));
}

void State::answer(Ticket ticket, Result<Reply> reply) {
    auto& answers = ticket > first_inner_ticket ? inner_answers : effects.answers;
    answers.push_back(Answer{ticket, std::move(reply)});
}

void State::respond(http::ExchangeId exchange, http::Response response) {
    connections.unbind_exchange(exchange); // its session may have ended meanwhile
    effects.wire.emplace_back(engineio::Respond{exchange, std::move(response), {}});
}

void State::perform(engineio::Output& output) {
    for (auto& effect : output.effects) {
        if (const auto* respond = std::get_if<engineio::Respond>(&effect)) {
            connections.unbind_exchange(respond->exchange);
        } else if (const auto* drop = std::get_if<engineio::DropExchange>(&effect)) {
            connections.unbind_exchange(drop->exchange);
        } else if (std::holds_alternative<engineio::SendFrame>(effect)) {
            ++frames_sent;
        }
        effects.wire.push_back(std::move(effect));
    }
    output.effects.clear();
}

void State::perform(engineio::Broadcast broadcast) {
    frames_sent += broadcast.channels.size() * broadcast.payloads.size();
    effects.wire.emplace_back(std::move(broadcast));
}

} // namespace chatmock::core
