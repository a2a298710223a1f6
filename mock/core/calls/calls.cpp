#include "core/calls/calls.hpp"

#include "base/json/fields.hpp"
#include "base/json/json_memory.hpp"
#include "base/text/counted.hpp"
#include "base/text/nearest.hpp"
#include "core/calls/canonical.hpp"
#include "core/limits/installed.hpp"
#include "core/limits/limits.hpp"
#include "core/state/near_misses.hpp"
#include "core/state/views.hpp"
#include "policy/match/wording.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace chatmock::core {

namespace {

bool holds(const Counts& counts, std::size_t matched) {
    return matched >= counts.at_least && (!counts.at_most || matched <= *counts.at_most);
}

// `what` is the thing with its plural, and `which` says more about it.
Error not_so_many(const Counts& counts, std::size_t matched,
                  const std::pair<std::string_view, std::string_view>& what, const std::string& which) {
    std::string wanted = "at least ";
    if (counts.at_most == counts.at_least) wanted = "exactly ";
    else if (counts.at_most) wanted += std::to_string(counts.at_least) + " and at most ";
    wanted += counted(counts.at_most.value_or(counts.at_least), what.first, what.second);
    return {ErrorCode::verification_failed, "expected " + wanted + which + ", got " + std::to_string(matched),
            "/match"};
}

Result<void> room_for(const std::vector<policy::AuthRule>& rules, const Limits& limits) {
    std::size_t bytes = 0;
    for (const auto& rule : rules) bytes += memory_of(rule.source);
    return check_installed("auth rules", rules.size(), auth_rules_max, bytes, limits.installed_bytes);
}

// The size on a 64-bit machine, on every machine: a limit in bytes has the same effect everywhere.
std::size_t memory_of_group(const std::vector<std::string>& members) {
    constexpr std::size_t list_bytes = 24;
    constexpr std::size_t member_bytes = 32;
    std::size_t bytes = list_bytes;
    for (const auto& member : members) bytes += member_bytes + member.size();
    return bytes;
}

// Shows only the beginning of a pattern, as the pattern may be a whole token.
Json in_short(const policy::AuthRule& rule) {
    constexpr std::size_t pattern_shown_max = 24;
    Json json = policy::to_json(rule);
    if (rule.match.token) json["match"]["token"] = shortened(*rule.match.token, pattern_shown_max);
    return json;
}

Json in_short(const std::vector<policy::AuthRule>& rules) {
    Json list = Json::array();
    for (const auto& rule : rules) list.push_back(in_short(rule));
    return list;
}

// The user that a rule names by its token or its claims; everyone if it names no user.
SharedConcern concern_of(const policy::AuthRule& rule) {
    Concern concern;
    const auto subject = rule.match.claims.find("sub");
    const bool has_subject = subject != rule.match.claims.end() && subject->is_string();
    if (has_subject) concern.users.insert(subject->get<std::string>());
    else if (rule.match.token) concern.users.insert(*rule.match.token);
    concern.everyone = concern.users.empty();
    return std::make_shared<const Concern>(std::move(concern));
}

std::size_t memory_of_scenario(const Scenario& scenario) { return memory_of(scenario.source()); }

} // namespace

Result<Reply> Calls::operator()(const ListConnections&) const {
    Json body = {{"connections", member_views({}, state_)}};
    if (Json silent = silent_views(state_.connections); !silent.empty()) body["silent"] = std::move(silent);
    return Reply{std::move(body)};
}

Result<Reply> Calls::operator()(const GetConnection& call) const {
    if (const Member* member = state_.connections.find_sid(call.sid))
        return Reply{member_view(*member, state_.definitions.groups)};
    constexpr std::size_t named_max = 10;
    std::vector<std::string> sids;
    for (const auto& [join_order, member] : state_.connections.members()) {
        if (sids.size() < named_max) sids.push_back(member.identity->sid);
    }
    return Error{ErrorCode::unknown_connection, unknown_name_message("connection", call.sid, sids)};
}

Result<Reply> Calls::operator()(const Disconnect& call) {
    state_.recorder.record_call("disconnect", call.to, {{"as", policy::name_of(call.as)}});
    std::vector<std::uint64_t> join_orders;
    for (const auto& [join_order, member] : state_.connections.members()) {
        if (policy::matches(call.to, *member.identity, state_.definitions.groups))
            join_orders.push_back(join_order);
    }
    Json list = Json::array();
    for (const auto join_order : join_orders) {
        const Member* member = state_.connections.find_member(join_order);
        if (member == nullptr) continue; // it left with another socket of its client
        list.push_back({{"sid", member->identity->sid}, {"user", member->identity->user}});
        disconnector_.disconnect(*member, call.as);
    }
    return Reply{{{"disconnected", list}}};
}

Result<Reply> Calls::operator()(const GetAuth&) const { return rules(); }

Result<Reply> Calls::operator()(const SetAuth& call) {
    if (auto room = room_for(call.rules, state_.settings.limits); !room) return room.error();
    state_.definitions.rules = call.rules;
    policy::give_ids(state_.definitions.rules, call.origin, state_.definitions.last_rule);
    state_.recorder.record_call("set_auth", {{"rules", in_short(state_.definitions.rules)}});
    return rules();
}

Result<Reply> Calls::operator()(const AddAuthRule& call) {
    std::vector<policy::AuthRule> rules_with_it = {call.rule};
    policy::give_ids(rules_with_it, call.origin, state_.definitions.last_rule, state_.definitions.rules);
    const auto id = rules_with_it.front().id;
    std::copy_if(state_.definitions.rules.begin(), state_.definitions.rules.end(),
                 std::back_inserter(rules_with_it), [&](const auto& rule) { return rule.id != id; });
    if (auto room = room_for(rules_with_it, state_.settings.limits); !room) return room.error();
    state_.definitions.rules = std::move(rules_with_it);
    const auto& added = state_.definitions.rules.front();
    state_.recorder.record_call("add_auth_rule", {{"rule", in_short(added)}}, concern_of(added));
    return rules();
}

Result<Reply> Calls::operator()(const RemoveAuthRule& call) {
    const auto found = std::find_if(state_.definitions.rules.begin(), state_.definitions.rules.end(),
                                    [&](const auto& rule) { return rule.id == call.id; });
    if (found == state_.definitions.rules.end()) {
        std::vector<std::string> ids;
        for (const auto& rule : state_.definitions.rules) ids.push_back(rule.id);
        return Error{ErrorCode::unknown_rule, unknown_name_message("rule", call.id, ids)};
    }
    state_.definitions.rules.erase(found);
    state_.recorder.record_call("remove_auth_rule", {{"rule", call.id}});
    return rules();
}

Result<Reply> Calls::operator()(const RestoreAuth&) {
    state_.definitions.rules = state_.settings.profile.rules;
    state_.recorder.record_call("restore_auth");
    return rules();
}

Result<Reply> Calls::operator()(const ListFaults&) const { return Reply{{{"faults", faults_.views()}}}; }

Result<Reply> Calls::operator()(const GetFault& call) const {
    auto view = faults_.view(call.name);
    if (!view) return view.error();
    return Reply{std::move(*view)};
}

Result<Reply> Calls::operator()(const InstallFault& call) {
    if (auto installed = faults_.install(call.name, call.fault); !installed) return installed.error();
    state_.recorder.record_call("install_fault", call.fault.on.to,
                                {{"fault", call.name}, {"body", call.fault.source}});
    return (*this)(GetFault{call.name});
}

Result<Reply> Calls::operator()(const ReplaceFaults& call) {
    if (auto replaced = faults_.replace(call.faults); !replaced) return replaced.error();
    Json names = Json::array();
    for (const auto& [name, fault] : call.faults) names.push_back(name);
    state_.recorder.record_call("replace_faults", {{"faults", names}});
    return (*this)(ListFaults{});
}

Result<Reply> Calls::operator()(const RemoveFault& call) {
    auto view = faults_.view(call.name);
    if (!view) return view.error();
    faults_.remove(call.name);
    state_.recorder.record_call("remove_fault", {{"fault", call.name}});
    return Reply{std::move(*view)};
}

Result<Reply> Calls::operator()(const RemoveFaults&) {
    const auto count = faults_.clear();
    state_.recorder.record_call("remove_faults");
    return Reply{{{"removed", count}}};
}

Result<Reply> Calls::operator()(const GetGroups&) const {
    Json groups = Json::object();
    for (const auto& [id, members] : state_.definitions.groups) groups[id] = members;
    return Reply{{{"groups", groups}}};
}

Result<Reply> Calls::operator()(const SetGroup& call) {
    const auto bytes = memory_of_group(call.members);
    const auto room = check_installed("groups", state_.definitions.groups, call.id, bytes, groups_max,
                                      state_.settings.limits.installed_bytes, memory_of_group);
    if (!room) return room.error();
    state_.definitions.groups[call.id] = call.members;
    Concern concern;
    concern.users.insert(call.members.begin(), call.members.end());
    state_.recorder.record_call("set_group", {{"group", call.id}, {"members", call.members}},
                                std::make_shared<const Concern>(std::move(concern)));
    return Reply{{{"id", call.id}, {"members", call.members}}};
}

Result<Reply> Calls::operator()(const RemoveGroup& call) {
    const auto found = state_.definitions.groups.find(call.id);
    if (found == state_.definitions.groups.end()) {
        std::vector<std::string> ids;
        for (const auto& [id, members] : state_.definitions.groups) ids.push_back(id);
        return Error{ErrorCode::unknown_group, unknown_name_message("group", call.id, ids)};
    }
    Reply reply{{{"id", call.id}, {"members", found->second}}};
    policy::Target to;
    to.kind = policy::Target::Kind::group;
    to.group = call.id;
    state_.recorder.record_call("remove_group", {{"group", call.id}}, state_.recorder.concern_of(to));
    state_.definitions.groups.erase(found);
    return reply;
}

Result<Reply> Calls::operator()(const ListJournal& call) const {
    auto entries = call.canonical
                       ? canonical_entries(call.match, state_.journal)
                       : Result<std::shared_ptr<const ReplyList>>(entry_views(call.match, state_.journal));
    if (!entries) return entries.error();
    Reply reply{{{"dropped", state_.journal.dropped()}}};
    reply.entries = std::move(*entries);
    return reply;
}

Result<Reply> Calls::operator()(const ClearJournal&) {
    state_.output.effects.memory_freed = true;
    return Reply{{{"cleared", state_.journal.clear()}}};
}

Result<Reply> Calls::operator()(const VerifyJournal& call) const {
    if (has_lost_entries(call.match, state_.journal)) return entries_lost(state_.journal);
    const auto matched = count_matching(call.match, state_.journal);
    if (holds(call.counts, matched)) return Reply{{{"matched", matched}}};
    auto error = not_so_many(call.counts, matched, {"entry", "entries"}, policy::wording_of(call.match));
    error.nearest = matched > call.counts.at_least ? matching_entries(call.match, state_.journal)
                                                   : nearest_entries(call.match, state_.journal);
    return error;
}

Result<Reply> Calls::operator()(const VerifyConnections& call) const {
    const MemberMatch match{call.match};
    const auto matched = member_views(match, state_).size();
    if (holds(call.counts, matched)) return Reply{{{"matched", matched}}};
    auto error =
        not_so_many(call.counts, matched, {"connection", "connections"}, policy::wording_of(call.match));
    error.message += if_nobody(state_.connections);
    error.nearest = nearest_connections(match, state_.connections, state_.definitions.groups);
    return error;
}

Result<Reply> Calls::operator()(const ListScenarios&) const {
    Json list = Json::array();
    for (const auto& [name, scenario] : state_.definitions.scenarios) {
        list.push_back({{"name", name},
                        {"description", scenario.description()},
                        {"parameters", scenario.parameters()},
                        {"steps", scenario.steps().size()}});
    }
    return Reply{{{"scenarios", std::move(list)}}};
}

Result<Reply> Calls::operator()(const GetScenario& call) const {
    const auto scenario = find_scenario(state_.definitions.scenarios, call.name);
    if (!scenario) return scenario.error();
    return Reply{(*scenario)->source()};
}

Result<Reply> Calls::operator()(const SetScenario& call) {
    auto scenario = parse_scenario(call.name, call.source, state_.catalogue());
    if (!scenario) return scenario.error();
    const auto room =
        check_installed("scenarios", state_.definitions.scenarios, call.name, memory_of_scenario(*scenario),
                        scenarios_max, state_.settings.limits.installed_bytes, memory_of_scenario);
    if (!room) return room.error();
    state_.definitions.scenarios.insert_or_assign(call.name, std::move(*scenario));
    state_.definitions.scenarios_of_calls.insert(call.name);
    state_.recorder.record_call("set_scenario", {{"scenario", call.name}, {"body", call.source}});
    return (*this)(GetScenario{call.name});
}

Result<Reply> Calls::operator()(const RemoveScenario& call) {
    const auto scenario = find_scenario(state_.definitions.scenarios, call.name);
    if (!scenario) return scenario.error();
    state_.definitions.scenarios.erase(state_.definitions.scenarios.find(call.name));
    state_.definitions.scenarios_of_calls.erase(call.name);
    state_.recorder.record_call("remove_scenario", {{"scenario", call.name}});
    return Reply{{{"removed", call.name}}};
}

Result<Reply> Calls::operator()(const ExportTranscript&) const {
    Reply reply;
    reply.lines = state_.transcript.snapshot();
    return reply;
}

Result<Reply> Calls::operator()(const GetClock&) const { return Reply{clock_view(state_)}; }

Reply Calls::rules() const { return Reply{{{"rules", policy::to_json(state_.definitions.rules)}}}; }

} // namespace chatmock::core
