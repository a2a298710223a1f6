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

WorldSettings with_its_share(WorldSettings settings) {
    settings.limits = share_of(settings.limits, settings.budget_share);
    return settings;
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

State::State(WorldSettings settings_)
    : files{settings_.catalogue, std::make_shared<const policy::Profile>(settings_.profile)},
      settings(with_its_share(std::move(settings_))), seeded(settings.seed), clock(settings.clock),
      journal(settings.budget_share), transcript(settings), visits(settings.limits.visits),
      remembered(settings.limits.remembered_bytes), pending_packets(settings.limits.pending_packets_bytes),
      turn(settings.limits), last_receipt(settings.last_receipt) {
    use(settings.profile);
    follow_files();
}

void State::follow_files() {
    changes = {};
    installed = {};
    follow_files_catalogue();
    scenarios = settings.scenarios;
    scenarios_of_calls.clear();
    if (profile_origin != ProfileOrigin::files) use(*files.profile);
    follow_profile();
}

void State::follow_files_catalogue() {
    settings.catalogue = files.catalogue;
    changed_catalogue_.reset();
    if (!changes.empty()) changes.apply_to(changeable_catalogue());
}

void State::use(policy::Profile profile, ProfileOrigin origin) {
    settings.profile = std::move(profile);
    profile_origin = origin;
    auto& keys = settings.profile.keys;
    if (keys && keys->is_to_be_seeded()) keys = policy::JwtKeys::seeded(settings.seed);
    follow_profile();
    transcript.forget_tokens();
}

void State::follow_profile() {
    rules = settings.profile.rules;
    last_rule = 0;
    groups = settings.profile.groups;
}

void State::reset() {
    follow_files();
    counters = {};
    visits.clear();
    journal.restart();
    effects.memory_freed = true;
}

catalogue::Catalogue& State::changeable_catalogue() {
    if (changed_catalogue_ == nullptr) {
        changed_catalogue_ = std::make_shared<catalogue::Catalogue>(*settings.catalogue);
        settings.catalogue = changed_catalogue_;
    }
    return *changed_catalogue_;
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

void State::record_violation(const Connection& connection, std::string_view code, std::string_view message) {
    record_quoting(EntryKind::violation, connection, {{"code", code}, {"message", message}});
}

void State::record_call(std::string_view call, const Json& details, SharedConcern concern) {
    Entry entry;
    entry.kind = EntryKind::control;
    entry.concern = std::move(concern);
    entry.details.add("call", call).add(in_short(details));
    record(std::move(entry));
}

void State::record_call(std::string_view call, const policy::Target& to, Json details) {
    details["to"] = policy::to_json(to);
    record_call(call, details, concern_of(to));
}

SharedConcern State::concern_of(const policy::Target& to) const {
    Concern concern;
    concern.everyone = to.is_everyone();
    if (to.kind == policy::Target::Kind::users) concern.users.insert(to.names.begin(), to.names.end());
    if (to.kind == policy::Target::Kind::sids) concern.sids.insert(to.names.begin(), to.names.end());
    const auto group = groups.find(to.group);
    const bool is_group = to.kind == policy::Target::Kind::group && group != groups.end();
    if (is_group) concern.users.insert(group->second.begin(), group->second.end());
    if (to.except && to.except->kind == policy::Target::Kind::users) {
        for (const auto& user : to.except->names) concern.users.erase(user);
    }
    for (const auto& [join_order, member] : connections.members()) {
        if (concern.everyone || !policy::matches(to, *member.identity, groups)) continue;
        concern.users.insert(member.identity->user);
        concern.sids.insert(member.identity->sid);
    }
    return std::make_shared<const Concern>(std::move(concern));
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
