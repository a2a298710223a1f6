#include "core/input/command_fields.hpp"

#include <array>

namespace chatmock::core {

namespace {

constexpr std::int64_t delay_ms_max = 365LL * 24 * 60 * 60 * 1000;
constexpr std::int64_t repeat_max = 10000;
constexpr std::int64_t count_max = 1000000;
constexpr std::size_t reason_bytes_max = 500; // of a failed checkpoint

policy::Target target_in(Fields& fields, std::string_view name) {
    return fields.parsed(name, policy::parse_target).value_or(policy::Target{});
}

JournalMatch journal_match_in(Fields& fields) {
    return fields.parsed("match", policy::parse_journal_match).value_or(JournalMatch{});
}

std::optional<Json> given(const Json* json) {
    if (json == nullptr) return std::nullopt;
    return *json;
}

bool has_other_content(Fields& fields) {
    return fields.has("fixture") || fields.has("patch") || fields.has("set") || fields.has("args");
}

// Any JSON. A null is a payload, too; but in a call with other content it counts as absent.
std::optional<Json> data_in(Fields& fields) {
    const Json* data = fields.any("data");
    if (data == nullptr || (data->is_null() && has_other_content(fields))) return std::nullopt;
    return *data;
}

Result<void> refuse_extends(const Json& profile) {
    if (!profile.is_object() || !profile.contains("extends")) return {};
    return Error{
        ErrorCode::invalid_value,
        "expected a profile of its own, got one that extends a file; PATCH /profile changes the one in use",
        "/extends"};
}

} // namespace

policy::ConnectionMatch read_connection_match(Fields& fields, std::string_view name,
                                              const policy::Target& otherwise) {
    const Json* json = fields.object(name);
    if (json == nullptr) return {otherwise, std::nullopt};
    auto match = policy::parse_connection_match(*json, fields.at(name), otherwise);
    if (match) return std::move(*match);
    fields.fail(match.error());
    return {};
}

std::size_t read_count(Fields& fields, std::string_view name, std::int64_t fallback) {
    return static_cast<std::size_t>(fields.integer(name, fallback, 0, count_max));
}

Inject read_inject(Fields& fields, std::string event) {
    Inject inject;
    inject.event = std::move(event);
    inject.fixture = fields.text("fixture", inject.fixture);
    inject.patch = given(fields.object("patch"));
    inject.set = given(fields.object("set"));
    inject.args = given(fields.array("args"));
    inject.data = data_in(fields);
    if (fields.has("mutant")) inject.mutant = fields.text("mutant", "");
    if (fields.has("variant")) inject.variant = fields.text("variant", "");
    inject.to = target_in(fields, "to");
    inject.enforce_contract = fields.choice("contract", {"enforce", "skip"}, 0) == 0;
    inject.repeat = static_cast<std::size_t>(fields.integer("repeat", 1, 1, repeat_max));
    inject.delay = Milliseconds(fields.integer("delay_ms", 0, 0, delay_ms_max));
    constexpr std::array awaits = {Await::queued, Await::written, Await::acked};
    inject.await = awaits[fields.choice("await", {"queued", "written", "acked"}, 0)];
    inject.namespace_name = fields.text("namespace", inject.namespace_name);
    inject.min_recipients = read_count(fields, "min_recipients", 0);
    inject.settled = fields.boolean("settled", true);
    if (inject.data && has_other_content(fields)) {
        fields.fail({ErrorCode::invalid_value,
                     "expected data without fixture, patch, set and args, as it replaces the whole payload",
                     fields.at("data")});
    } else if (inject.args && (inject.patch || inject.set || fields.has("fixture"))) {
        fields.fail({ErrorCode::invalid_value,
                     "expected args without fixture, patch and set, as they replace the whole payload",
                     fields.at("args")});
    }
    if (inject.mutant && inject.variant) {
        fields.fail(
            {ErrorCode::invalid_value, "expected a mutant or a variant, got both", fields.at("variant")});
    }
    if (inject.mutant && fields.has("contract")) {
        fields.fail({ErrorCode::invalid_value,
                     "expected a mutant without contract, as a mutant always violates its contract",
                     fields.at("contract")});
    }
    return inject;
}

WaitForConnections read_wait_for_connections(Fields& fields) {
    return read_wait_for_connections(fields, read_connection_match(fields, "match", {}));
}

WaitForConnections read_wait_for_connections(Fields& fields, policy::ConnectionMatch match) {
    WaitForConnections wait;
    wait.match = std::move(match);
    wait.count = read_count(fields, "count", 1);
    wait.settled = fields.boolean("settled", true);
    return wait;
}

Disconnect read_disconnect(Fields& fields) {
    Disconnect disconnect;
    fields.require("to"); // a missing target must not disconnect all clients
    disconnect.to = target_in(fields, "to");
    fields.require("as");
    disconnect.as = policy::read_disconnect_as(fields, "as", disconnect.as);
    return disconnect;
}

ReportCheckpoint read_report(Fields& fields) {
    ReportCheckpoint report;
    fields.require("passed");
    report.passed = fields.boolean("passed", true);
    report.reason = shortened(fields.text("reason", ""), reason_bytes_max);
    if (report.passed && !report.reason.empty()) {
        fields.fail(
            {ErrorCode::invalid_value, "expected reason only with \"passed\":false", fields.at("reason")});
    }
    return report;
}

WaitForEntries read_wait_for_entries(Fields& fields) {
    WaitForEntries wait;
    wait.match = journal_match_in(fields);
    wait.count = static_cast<std::size_t>(fields.integer("count", 1, 1, count_max));
    return wait;
}

Counts read_counts(Fields& fields) {
    Counts counts;
    const auto exactly = read_count(fields, "exactly", 0);
    const auto at_most = read_count(fields, "at_most", 0);
    counts.at_least = read_count(fields, "at_least", fields.has("at_most") ? 0 : 1);
    if (fields.has("at_most")) counts.at_most = at_most;
    if (!fields.has("exactly")) return counts;
    if (fields.has("at_least") || fields.has("at_most")) {
        fields.fail({ErrorCode::invalid_value, "expected exactly without at_least and at_most",
                     fields.at("exactly")});
    }
    return {exactly, exactly};
}

VerifyJournal read_verify_journal(Fields& fields) { return {journal_match_in(fields), read_counts(fields)}; }

SetAuth read_set_auth(Fields& fields) {
    SetAuth set;
    fields.require("rules");
    const Json* list = fields.array("rules");
    if (list == nullptr) return set;
    auto rules = policy::parse_auth_rules(*list, fields.at("rules"));
    if (rules) set.rules = std::move(*rules);
    else fields.fail(rules.error());
    return set;
}

SetClock read_set_clock(Fields& fields) {
    SetClock set;
    if (!fields.has("at")) fields.require("mode");
    const auto mode = fields.choice("mode", {"real", "manual"}, 0) == 0 ? ClockMode::real : ClockMode::manual;
    if (fields.has("mode")) set.mode = mode;
    const Json* at = fields.any("at");
    if (at == nullptr || at->is_null()) return set;
    const auto text = at->is_string() ? at->get<std::string>() : std::string();
    set.at_machine = text == "machine";
    set.at = from_iso8601(text);
    if (!set.at && !set.at_machine) {
        fields.fail(
            expected("a time, such as \"2020-01-01T00:00:00Z\", or \"machine\"", *at, fields.at("at")));
    }
    return set;
}

Quiesce read_quiesce(Fields& fields) { return {target_in(fields, "to")}; }

AdvanceClock read_advance_clock(Fields& fields) {
    AdvanceClock advance;
    fields.require("ms");
    advance.duration = Milliseconds(fields.integer("ms", 0, 0, delay_ms_max));
    advance.await_clients = fields.choice("await", {"pong", "nothing"}, 0) == 0;
    advance.to = target_in(fields, "to");
    return advance;
}

Result<SetProfile> read_set_profile(const Json& profile) {
    if (auto named = refuse_extends(profile); !named) return named.error();
    auto parsed = policy::parse_profile(profile);
    if (!parsed) return parsed.error();
    return SetProfile{std::make_shared<const policy::Profile>(std::move(*parsed))};
}

// Keys are read here: the world never shows them.
Result<PatchProfile> read_patch_profile(const Json& json) {
    if (auto named = refuse_extends(json); !named) return named.error();
    if (!json.is_object()) return expected("an object", json, "");
    PatchProfile patch{json};
    const auto jwt = patch.patch.find("jwt");
    if (jwt == patch.patch.end()) return patch;
    patch.removes_keys = jwt->is_null();
    if (!patch.removes_keys) {
        auto keys = policy::parse_jwt_keys(*jwt, "/jwt", std::nullopt);
        if (!keys) return keys.error();
        patch.keys = std::move(*keys);
    }
    patch.patch.erase("jwt");
    return patch;
}

} // namespace chatmock::core
