#include "control/parse.hpp"

#include "base/fields.hpp"
#include "control/event_id.hpp"

#include <array>
#include <charconv>

namespace chatmock::control {

namespace {

constexpr std::int64_t timeout_ms_default = 5000;
constexpr std::int64_t timeout_ms_max = 10LL * 60 * 1000;
constexpr std::int64_t delay_ms_max = 365LL * 24 * 60 * 60 * 1000;
constexpr std::int64_t repeat_max = 10000;
constexpr std::int64_t count_max = 1000000;

Milliseconds patience_in(Fields& fields) {
    return Milliseconds(fields.integer("timeout_ms", timeout_ms_default, 0, timeout_ms_max));
}

policy::Target target_in(Fields& fields, std::string_view name) {
    const Json* json = fields.object(name);
    if (json == nullptr) return {};
    auto target = policy::parse_target(*json, fields.at(name));
    if (target) return std::move(*target);
    fields.fail(target.error());
    return {};
}

// A match that names nothing matches everyone.
policy::Target connection_match_in(Fields& fields) {
    const Json* json = fields.object("match");
    return json == nullptr || json->empty() ? policy::Target{} : target_in(fields, "match");
}

core::JournalMatch journal_match_in(Fields& fields) {
    const Json* json = fields.object("match");
    if (json == nullptr) return {};
    auto match = core::parse_journal_match(*json, fields.at("match"));
    if (match) return std::move(*match);
    fields.fail(match.error());
    return {};
}

std::size_t count_in(Fields& fields, std::string_view name, std::int64_t fallback) {
    return static_cast<std::size_t>(fields.integer(name, fallback, 0, count_max));
}

// What was read is good only if the fields were.
Result<Asked> checked(Fields& fields, core::Command command, Milliseconds patience = Asked{}.patience) {
    if (auto done = fields.done(); !done) return done.error();
    return Asked{std::move(command), patience};
}

// For calls that take no body.
Result<Asked> bare(const Call& call, core::Command command) {
    Fields fields(call.body, "");
    return checked(fields, std::move(command));
}

std::optional<Json> given(const Json* json) {
    if (json == nullptr) return std::nullopt;
    return *json;
}

// A query's value as a body would have it, where it reads like the field's type.
Json query_value(std::string_view name, const std::string& text) {
    if (name == "canonical" && (text == "true" || text == "false")) return text == "true";
    std::uint64_t number = 0;
    const char* const last = text.data() + text.size();
    const auto [end, failure] = std::from_chars(text.data(), last, number);
    const bool is_number = (name == "after" || name == "timeout_ms") && failure == std::errc() && end == last;
    return is_number ? Json(number) : Json(text);
}

Json query_object(const Call& call) {
    Json object = Json::object();
    for (const auto& [name, text] : call.query) object[name] = query_value(name, text);
    return object;
}

} // namespace

Result<Asked> ask_health(const Call&) { return Asked{core::Reply{{{"status", "ok"}}}}; }

// Listening starts when fixtures are loaded and both ports are bound: whoever is asked is ready.
Result<Asked> ask_readiness(const Call&) { return Asked{core::Reply{{{"status", "ready"}}}}; }

Result<Asked> ask_version(const Call& call) {
    return Asked{core::Reply{{{"name", "chatmock"},
                              {"version", call.facts.version},
                              {"seed", call.facts.seed},
                              {"profile", call.facts.profile}}}};
}

Result<Asked> ask_contract(const Call& call) { return bare(call, core::GetContract{call.parameters[0]}); }
Result<Asked> ask_events(const Call& call) { return bare(call, core::ListEvents{}); }
Result<Asked> ask_fixtures(const Call& call) { return bare(call, core::ListFixtures{call.parameters[0]}); }

Result<Asked> ask_fixture(const Call& call) {
    return bare(call, core::GetFixture{call.parameters[0], call.parameters[1]});
}

Result<Asked> ask_inject(const Call& call) {
    Fields fields(call.body, "");
    core::Inject inject;
    inject.event = call.parameters[0];
    inject.fixture = fields.text("fixture", inject.fixture);
    inject.patch = given(fields.object("patch"));
    inject.data = given(fields.object("data"));
    inject.to = target_in(fields, "to");
    inject.enforce_contract = fields.choice("contract", {"enforce", "skip"}, 0) == 0;
    inject.repeat = static_cast<std::size_t>(fields.integer("repeat", 1, 1, repeat_max));
    inject.delay = Milliseconds(fields.integer("delay_ms", 0, 0, delay_ms_max));
    constexpr std::array awaits = {core::Await::queued, core::Await::written, core::Await::acked};
    inject.await = awaits[fields.choice("await", {"queued", "written", "acked"}, 0)];
    inject.namespace_name = fields.text("namespace", inject.namespace_name);
    inject.min_recipients = count_in(fields, "min_recipients", 0);
    if (inject.data && (inject.patch || fields.has("fixture"))) {
        fields.fail({ErrorCode::invalid_value,
                     "data replaces the payload whole: it goes without fixture and patch", "/data"});
    }
    const auto patience = patience_in(fields);
    return checked(fields, std::move(inject), patience);
}

Result<Asked> ask_connections(const Call& call) { return bare(call, core::ListConnections{}); }
Result<Asked> ask_connection(const Call& call) { return bare(call, core::GetConnection{call.parameters[0]}); }

Result<Asked> ask_wait_for_connections(const Call& call) {
    Fields fields(call.body, "");
    core::WaitForConnections wait;
    wait.match = connection_match_in(fields);
    wait.count = count_in(fields, "count", 1);
    const auto patience = patience_in(fields);
    return checked(fields, std::move(wait), patience);
}

Result<Asked> ask_disconnect(const Call& call) {
    Fields fields(call.body, "");
    core::Disconnect disconnect;
    fields.require("to"); // nobody disconnects everyone by leaving something out
    disconnect.to = target_in(fields, "to");
    fields.require("as");
    disconnect.as = policy::read_disconnect_as(fields, "as", disconnect.as);
    return checked(fields, std::move(disconnect));
}

Result<Asked> ask_auth(const Call& call) { return bare(call, core::GetAuth{}); }

Result<Asked> ask_set_auth(const Call& call) {
    Fields fields(call.body, "");
    core::SetAuth set;
    fields.require("rules");
    if (const Json* list = fields.array("rules")) {
        auto rules = policy::parse_auth_rules(*list, "/rules");
        if (rules) set.rules = std::move(*rules);
        else fields.fail(rules.error());
    }
    return checked(fields, std::move(set));
}

Result<Asked> ask_add_auth_rule(const Call& call) {
    auto rule = policy::parse_auth_rule(call.body, "");
    if (!rule) return rule.error();
    return Asked{core::Command(core::AddAuthRule{std::move(*rule)})};
}

Result<Asked> ask_groups(const Call& call) { return bare(call, core::GetGroups{}); }

Result<Asked> ask_set_group(const Call& call) {
    Fields fields(call.body, "");
    core::SetGroup set;
    set.id = call.parameters[0];
    fields.require("members");
    if (const Json* list = fields.array("members")) {
        auto members = policy::parse_members(*list, "/members");
        if (members) set.members = std::move(*members);
        else fields.fail(members.error());
    }
    return checked(fields, std::move(set));
}

Result<Asked> ask_journal(const Call& call) {
    const auto query = query_object(call);
    Fields fields(query, "");
    core::ListJournal list;
    list.match = core::read_journal_match(fields);
    list.canonical = fields.boolean("canonical", list.canonical);
    return checked(fields, std::move(list));
}

Result<Asked> ask_export(const Call& call) { return bare(call, core::ExportTranscript{}); }
Result<Asked> ask_clear_journal(const Call& call) { return bare(call, core::ClearJournal{}); }

// Where the stream begins is what `after` says once; entries of a later numbering are not held to it.
Result<Asked> ask_journal_stream(const Call& call) {
    auto match = core::parse_journal_match(query_object(call), "");
    if (!match) return match.error();
    core::FollowJournal follow;
    if (call.query.count("after") != 0) follow.after = core::JournalPosition{0, match->after};
    if (!call.last_event_id.empty()) {
        const auto position = parse_event_id(call.last_event_id);
        if (!position) return position.error();
        follow.after = *position;
    }
    match->after = 0;
    follow.match = std::move(*match);
    return Asked{std::move(follow)};
}

Result<Asked> ask_wait_for_entries(const Call& call) {
    Fields fields(call.body, "");
    core::WaitForEntries wait;
    wait.match = journal_match_in(fields);
    wait.count = static_cast<std::size_t>(fields.integer("count", 1, 1, count_max));
    const auto patience = patience_in(fields);
    return checked(fields, std::move(wait), patience);
}

Result<Asked> ask_verify_journal(const Call& call) {
    Fields fields(call.body, "");
    core::VerifyJournal verify;
    verify.match = journal_match_in(fields);
    const auto exactly = count_in(fields, "exactly", 0);
    const auto at_most = count_in(fields, "at_most", 0);
    verify.at_least = count_in(fields, "at_least", fields.has("at_most") ? 0 : 1);
    if (fields.has("at_most")) verify.at_most = at_most;
    if (fields.has("exactly")) {
        verify.at_least = exactly;
        verify.at_most = exactly;
        if (fields.has("at_least") || fields.has("at_most")) {
            fields.fail({ErrorCode::invalid_value, "exactly goes without at_least and at_most", "/exactly"});
        }
    }
    return checked(fields, std::move(verify));
}

Result<Asked> ask_clock(const Call& call) { return bare(call, core::GetClock{}); }

Result<Asked> ask_set_clock(const Call& call) {
    Fields fields(call.body, "");
    core::SetClock set{};
    fields.require("mode");
    set.mode =
        fields.choice("mode", {"real", "manual"}, 0) == 0 ? core::ClockMode::real : core::ClockMode::manual;
    return checked(fields, set);
}

Result<Asked> ask_advance_clock(const Call& call) {
    Fields fields(call.body, "");
    core::AdvanceClock advance;
    fields.require("ms");
    advance.duration = Milliseconds(fields.integer("ms", 0, 0, delay_ms_max));
    advance.await_pongs = fields.choice("await", {"pong", "nothing"}, 0) == 0;
    const auto patience = patience_in(fields);
    return checked(fields, advance, patience);
}

Result<Asked> ask_quiesce(const Call& call) {
    const auto query = query_object(call);
    Fields fields(query, "");
    const auto patience = patience_in(fields);
    return checked(fields, core::Quiesce{}, patience);
}

Result<Asked> ask_reset(const Call& call) {
    Fields fields(call.body, "");
    core::Reset reset;
    reset.keep_connections = fields.choice("connections", {"close", "keep"}, 0) == 1;
    return checked(fields, reset);
}

} // namespace chatmock::control
