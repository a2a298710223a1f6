#include "core/clients/faults.hpp"

#include "base/json/json_memory.hpp"
#include "base/text/nearest.hpp"
#include "core/limits/installed.hpp"
#include "core/state/member_match.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

// All events that can be sent: the catalogue's, and those of the profile's reactions.
std::vector<std::string> sendable_events(const State& state) {
    auto names = state.catalogue().event_names();
    for (const auto& reaction : state.settings.profile.reactions) {
        if (reaction.emit) names.push_back(*reaction.emit);
    }
    return names;
}

policy::FaultPoint point_of(engineio::ControlPacket packet) {
    switch (packet) {
        case engineio::ControlPacket::ping: return policy::FaultPoint::ping;
        case engineio::ControlPacket::pong: return policy::FaultPoint::pong;
        case engineio::ControlPacket::probe: break;
    }
    return policy::FaultPoint::probe;
}

} // namespace

Result<void> Faults::check(const policy::Fault& fault, const std::string& at) const {
    if (!fault.on.event || fault.kind->point != policy::FaultPoint::delivery) return {};
    const auto names = sendable_events(state_);
    if (std::find(names.begin(), names.end(), *fault.on.event) != names.end()) return {};
    return Error{ErrorCode::unknown_event, unknown_name_message("event", *fault.on.event, names),
                 at + "/on/event"};
}

Result<void> Faults::install(const std::string& name, policy::Fault fault) {
    if (auto checked = check(fault, ""); !checked) return checked;
    const auto weigh = [](const Installed& installed) { return memory_of(installed.fault.source); };
    const auto room = check_installed("faults", installed_, name, memory_of(fault.source), faults_max,
                                      state_.settings.limits.installed_bytes, weigh);
    if (!room) return room;
    put(name, std::move(fault));
    return {};
}

Result<void> Faults::replace(policy::FaultsByName faults) {
    std::optional<Error> error;
    for (const auto& [name, fault] : faults) {
        const auto checked = check(fault, pointer_to("/faults", name));
        if (checked) continue;
        if (error) add_mistake(*error, checked.error());
        else error = checked.error();
    }
    if (error) return *error;
    std::size_t bytes = 0;
    for (const auto& [name, fault] : faults) bytes += name.size() + memory_of(fault.source);
    const auto bytes_max = state_.settings.limits.installed_bytes;
    if (auto room = check_installed("faults", faults.size(), faults_max, bytes, bytes_max); !room)
        return room;
    clear();
    for (auto& [name, fault] : faults) put(name, std::move(fault));
    return {};
}

void Faults::put(const std::string& name, policy::Fault fault) {
    remove(name);
    auto& installed = installed_[name];
    installed.id = ++last_id_;
    installed.since = state_.now();
    installed.after = state_.journal.last_seq();
    if (fault.ttl) installed.ends_at = installed.since + *fault.ttl;
    state_.timers.set({TimerKey::Kind::fault, installed.id}, installed.ends_at);
    installed.fault = std::move(fault);
}

Faults::Place Faults::take_out(Place place) {
    counted_ -= place->second.counts.size();
    state_.timers.set({TimerKey::Kind::fault, place->second.id}, std::nullopt);
    return installed_.erase(place);
}

bool Faults::remove(std::string_view name) {
    const auto found = installed_.find(name);
    if (found == installed_.end()) return false;
    take_out(found);
    return true;
}

std::size_t Faults::clear() {
    const auto count = installed_.size();
    for (auto place = installed_.begin(); place != installed_.end();) place = take_out(place);
    return count;
}

void Faults::reset() {
    clear();
    for (const auto& [name, fault] : state_.settings.profile.faults) put(name, fault);
}

bool Faults::has(std::string_view kind) const {
    return std::any_of(installed_.begin(), installed_.end(),
                       [kind](const auto& each) { return each.second.fault.kind->name == kind; });
}

policy::Dispatch Faults::dispatch(const Delivery& delivery) {
    end_those_over();
    policy::Dispatch dispatch;
    dispatch.packet = delivery.packet;
    const auto& user = delivery.member.identity->user;
    for (auto& [name, installed] : installed_) {
        const auto& fault = installed.fault;
        if (fault.kind->point != delivery.point() || !concerns(fault, delivery)) continue;
        std::optional<Draw> draw;
        if (!counts(name, installed, user, delivery.emit_seq, draw)) continue;
        Json details = Json::object();
        if (delivery.ack_id) details["ack_id"] = *delivery.ack_id;
        else details["emit_seq"] = delivery.emit_seq;
        details.update(fault.strike(*draw, dispatch));
        record(name, fault, delivery.member.identity, delivery.event, std::move(details));
    }
    dispatch.packet = {}; // its text may end before the dispatch
    return dispatch;
}

template <typename Concerns>
bool Faults::drops(policy::FaultPoint point, const policy::SharedIdentity& identity, const Json& details,
                   Concerns concerns) {
    end_those_over();
    bool dropped = false;
    for (auto& [name, installed] : installed_) {
        const auto& fault = installed.fault;
        if (fault.kind->point != point || !concerns(fault)) continue;
        std::optional<Draw> draw;
        if (!counts(name, installed, identity->user, 0, draw)) continue;
        dropped = true;
        record(name, fault, identity, "", details);
    }
    return dropped;
}

bool Faults::drops(policy::FaultPoint point, const Connection& connection) {
    if (installed_.empty()) return false;
    return drops(point, connection.identity, {{"engine_sid", connection.session.sid()}},
                 [&](const policy::Fault& fault) { return concerns(fault, connection); });
}

bool Faults::drops(policy::FaultPoint point, const policy::SharedIdentity& identity) {
    if (installed_.empty()) return false;
    return drops(point, identity, Json::object(), [&](const policy::Fault& fault) {
        return policy::matches(fault.on.to, *identity, state_.definitions.groups);
    });
}

bool Faults::drops(std::string_view sid, engineio::ControlPacket packet) {
    if (installed_.empty()) return false;
    const Connection* connection = state_.connections.find_engine_sid(sid);
    return connection != nullptr && drops(point_of(packet), *connection);
}

// Past the bound, each occurrence of a new user counts as the first.
Faults::Count& Faults::count_of(Installed& installed, const std::string& user) {
    const auto key = stable_hash(user);
    const auto found = installed.counts.find(key);
    if (found != installed.counts.end()) return found->second;
    if (counted_ < state_.settings.limits.fault_counts) {
        ++counted_;
        return installed.counts[key];
    }
    state_.recorder.record_limit("fault_counts", "faults count no further users");
    uncounted_ = {};
    return uncounted_;
}

// Counts the occurrence; true if the fault applies. The random draw follows from the user's own counter.
bool Faults::counts(const std::string& name, Installed& installed, const std::string& user,
                    std::uint64_t emit_seq, std::optional<Draw>& draw) {
    auto& count = count_of(installed, user);
    const bool is_same = emit_seq != 0 && count.emit_seq == emit_seq;
    if (!is_same) {
        ++count.occurrences;
        ++installed.occurrences;
    }
    count.emit_seq = emit_seq;
    draw = state_.seeded.draw("fault " + name, user, count.occurrences);
    const bool strikes = policy::strikes(installed.fault.on, count.occurrences, *draw);
    if (!strikes) return false;
    ++installed.strikes;
    add_one(state_.totals.strikes, installed.fault.kind->name);
    return true;
}

bool Faults::concerns(const policy::Fault& fault, const Delivery& delivery) const {
    const auto& identity = *delivery.member.identity;
    return (!fault.on.event || *fault.on.event == delivery.event) &&
           (!fault.on.namespace_name || *fault.on.namespace_name == identity.namespace_name) &&
           policy::matches(fault.on.to, identity, state_.definitions.groups);
}

// A client has no sid before it has joined; afterwards one per namespace.
bool Faults::concerns(const policy::Fault& fault, const Connection& connection) const {
    return means(fault.on.to, connection, state_.connections, state_.definitions.groups);
}

void Faults::record(const std::string& name, const policy::Fault& fault, policy::SharedIdentity identity,
                    const std::string& event, Json details) {
    Entry entry;
    entry.kind = EntryKind::fault;
    entry.identity = std::move(identity);
    entry.event = event;
    entry.details.add("fault", name).add("do", fault.kind->name).add(details);
    state_.recorder.record(std::move(entry));
}

void Faults::shift(Milliseconds by) {
    for (auto& [name, installed] : installed_) {
        installed.since += by;
        if (installed.ends_at) *installed.ends_at += by;
    }
}

void Faults::fire(std::uint64_t id) {
    const auto found = std::find_if(installed_.begin(), installed_.end(),
                                    [id](const auto& each) { return each.second.id == id; });
    if (found != installed_.end()) end(found, "ttl_ms");
}

void Faults::end(Place place, std::string_view why) {
    record(place->first, place->second.fault, nullptr, "", {{"ended", why}});
    take_out(place);
}

void Faults::settle() { end_those_over(); }

// Removes faults whose `until` matches a journal entry after their installation.
void Faults::end_those_over() {
    const auto& journal = state_.journal;
    const auto at = std::make_pair(journal.generation(), journal.last_seq());
    if (installed_.empty() || looked_to_ == at) return;
    const auto looked_to = looked_to_.first == at.first ? looked_to_.second : 0;
    looked_to_ = at;
    const auto& entries = journal.entries();
    const auto fresh = std::min<std::uint64_t>(journal.last_seq() - looked_to, entries.size());
    const auto is_over = [&](const Installed& installed) {
        return std::any_of(entries.end() - static_cast<std::ptrdiff_t>(fresh), entries.end(),
                           [&](const Entry& entry) {
                               return entry.seq > installed.after && matches(*installed.fault.until, entry);
                           });
    };
    for (auto place = installed_.begin(); place != installed_.end();) {
        const auto next = std::next(place);
        if (place->second.fault.until && is_over(place->second)) end(place, "until");
        place = next;
    }
}

std::vector<std::string> Faults::names() const {
    std::vector<std::string> names;
    for (const auto& [name, installed] : installed_) names.push_back(name);
    return names;
}

Json Faults::view(const std::string& name, const Installed& installed) {
    Json view = {{"name", name}};
    view.update(installed.fault.source);
    view["since"] = to_iso8601(installed.since);
    if (installed.ends_at) view["ends_at"] = to_iso8601(*installed.ends_at);
    view["occurrences"] = installed.occurrences;
    view["strikes"] = installed.strikes;
    return view;
}

Result<Json> Faults::view(std::string_view name) const {
    const auto found = installed_.find(name);
    if (found != installed_.end()) return view(found->first, found->second);
    return Error{ErrorCode::unknown_fault, unknown_name_message("fault", name, names())};
}

Json Faults::views() const {
    Json list = Json::array();
    for (const auto& [name, installed] : installed_) list.push_back(view(name, installed));
    return list;
}

} // namespace chatmock::core
