#include "policy/faults/fault.hpp"

#include "base/json/number.hpp"
#include "base/text/ascii.hpp"

namespace chatmock::policy {

namespace {

constexpr std::int64_t ttl_ms_max = 365LL * 24 * 60 * 60 * 1000;

std::vector<std::string> kind_names() {
    std::vector<std::string> names;
    for (const auto& kind : fault_kinds()) names.emplace_back(kind.name);
    return names;
}

std::optional<std::uint64_t> count_in(Fields& fields, std::string_view name) {
    const auto count = static_cast<std::uint64_t>(fields.integer(name, 1, 1));
    if (!fields.has(name)) return std::nullopt;
    return count;
}

double probability_in(Fields& fields) {
    const Json* json = fields.any("probability");
    if (json == nullptr) return 1;
    if (const auto number = double_of(*json); number && *number >= 0 && *number <= 1) return *number;
    fields.fail(expected("a number from 0 to 1", *json, fields.at("probability")));
    return 1;
}

void read_deliveries(Fields& fields, FaultTrigger& trigger) {
    if (fields.has("event")) trigger.event = fields.text("event", "");
    if (fields.has("namespace")) trigger.namespace_name = fields.text("namespace", "");
}

FaultTrigger parse_trigger(const Json& json, const std::string& at, const FaultKind* kind, Fields& parent) {
    Fields fields(json, at);
    FaultTrigger trigger;
    if (kind == nullptr || kind->read != nullptr) read_deliveries(fields, trigger);
    trigger.to = fields.parsed("to", parse_target).value_or(Target{});
    trigger.nth = count_in(fields, "nth");
    trigger.first = count_in(fields, "first");
    trigger.every = count_in(fields, "every");
    trigger.probability = probability_in(fields);
    if (trigger.nth && (trigger.first || trigger.every)) {
        fields.fail({ErrorCode::invalid_value,
                     "expected nth without first and every, as it names one occurrence", fields.at("nth")});
    }
    if (auto done = fields.done(); !done) parent.fail(done.error());
    return trigger;
}

} // namespace

Result<Fault> parse_fault(const Json& json, const std::string& at) {
    Fields fields(json, at);
    Fault fault;
    fields.text("$schema", "");
    fields.require("do");
    const auto kind = fields.choice("do", kind_names(), fault_kinds().size());
    if (kind < fault_kinds().size()) fault.kind = &fault_kinds()[kind];
    if (fault.kind != nullptr && fault.kind->read != nullptr) fault.strike = fault.kind->read(fields);
    if (const Json* on = fields.object("on"))
        fault.on = parse_trigger(*on, fields.at("on"), fault.kind, fields);
    if (fields.has("ttl_ms")) fault.ttl = Milliseconds(fields.integer("ttl_ms", 1, 1, ttl_ms_max));
    fault.until = fields.parsed("until", parse_journal_match);
    if (auto done = fields.done(); !done) return done.error();
    fault.source = json;
    return fault;
}

Result<void> check_fault_name(std::string_view name, const std::string& at) {
    if (is_plain_name(name)) return {};
    return expected("a fault's name (1 to 64 of A-Z, a-z, 0-9, \".\", \"_\" and \"-\")", Json(name), at);
}

Result<FaultsByName> parse_faults(const Json& json, const std::string& at) {
    Fields fields(json, at);
    FaultsByName faults;
    for (const auto& [name, each] : json.items()) {
        const Json* source = fields.any(name);
        if (auto named = check_fault_name(name, fields.at(name)); !named) fields.fail(named.error());
        auto fault = parse_fault(*source, fields.at(name));
        if (fault) faults.emplace(name, std::move(*fault));
        else fields.fail(fault.error());
    }
    if (auto done = fields.done(); !done) return done.error();
    return faults;
}

bool strikes(const FaultTrigger& trigger, std::uint64_t nth, Draw& draw) {
    if (trigger.nth && *trigger.nth != nth) return false;
    if (trigger.first && nth > *trigger.first) return false;
    if (trigger.every && nth % *trigger.every != 0) return false;
    return trigger.probability >= 1 || draw.fraction() < trigger.probability;
}

} // namespace chatmock::policy
