#include "core/state/recorder.hpp"

#include "base/json/fields.hpp"

#include <algorithm>
#include <utility>

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

Json in_short(const Json& details) {
    Json brief = Json::object();
    for (const auto& [name, value] : details.items()) {
        auto text = to_text(value);
        brief[name] =
            text.size() <= detail_bytes_max ? value : Json(shortened(std::move(text), detail_bytes_max));
    }
    return brief;
}

std::uint64_t Recorder::record(Entry entry) {
    entry.at = clock_.now();
    count(entry, is_declared(entry.event) ? entry.event : std::string(other_events), totals_);
    return journal_.append(std::move(entry));
}

// True if the catalogue or the profile has the event. Clients may make up as many names as they like.
bool Recorder::is_declared(const std::string& event) const {
    const auto& profile = settings_.profile;
    const bool is_of_clients = profile.client_events && profile.client_events->count(event) != 0;
    return is_of_clients || settings_.catalogue->events().count(event) != 0 ||
           std::any_of(profile.reactions.begin(), profile.reactions.end(), [&](const auto& reaction) {
               return reaction.event == event || reaction.emit == event;
           });
}

void Recorder::record(EntryKind kind, const Connection& connection, const Details& details) {
    record(entry_about(kind, connection, connection.identity, details));
}

void Recorder::record(EntryKind kind, const Member& member, const Details& details) {
    record(entry_about(kind, *member.connection, member.identity, details));
}

void Recorder::record_quoting(EntryKind kind, const Connection& connection, Json details) {
    record(kind, connection, shortened_details(std::move(details)));
}

void Recorder::record_quoting(EntryKind kind, const Member& member, Json details, const std::string& event) {
    auto entry =
        entry_about(kind, *member.connection, member.identity, shortened_details(std::move(details)));
    entry.event = event;
    record(std::move(entry));
}

void Recorder::record_violation(const Connection& connection, std::string_view code,
                                std::string_view message) {
    add_one(totals_.violations, code);
    record_quoting(EntryKind::violation, connection, {{"code", code}, {"message", message}});
}

void Recorder::record_call(std::string_view call, const Json& details, SharedConcern concern) {
    Entry entry;
    entry.kind = EntryKind::control;
    entry.concern = std::move(concern);
    entry.details.add("call", call).add(in_short(details));
    record(std::move(entry));
}

void Recorder::record_call(std::string_view call, const policy::Target& to, Json details) {
    details["to"] = policy::to_json(to);
    record_call(call, details, concern_of(to));
}

SharedConcern Recorder::concern_of(const policy::Target& to) const {
    Concern concern;
    concern.everyone = to.is_everyone();
    if (to.kind == policy::Target::Kind::users) concern.users.insert(to.names.begin(), to.names.end());
    if (to.kind == policy::Target::Kind::sids) concern.sids.insert(to.names.begin(), to.names.end());
    const auto group = groups_.find(to.group);
    const bool is_group = to.kind == policy::Target::Kind::group && group != groups_.end();
    if (is_group) concern.users.insert(group->second.begin(), group->second.end());
    if (to.except && to.except->kind == policy::Target::Kind::users) {
        for (const auto& user : to.except->names) concern.users.erase(user);
    }
    for (const auto& [join_order, member] : connections_.members()) {
        if (concern.everyone || !policy::matches(to, *member.identity, groups_)) continue;
        concern.users.insert(member.identity->user);
        concern.sids.insert(member.identity->sid);
    }
    return std::make_shared<const Concern>(std::move(concern));
}

void Recorder::record_limit(std::string_view limit, std::string_view message) {
    const auto generation = journal_.generation() + 1;
    auto& met = limits_met_[std::string(limit)];
    if (std::exchange(met, generation) == generation) return;
    Entry entry;
    entry.kind = EntryKind::limit;
    entry.details.add("limit", limit).add("message", message);
    record(std::move(entry));
}

} // namespace chatmock::core
