#include "core/input/scenario_step.hpp"

#include "base/text/ascii.hpp"
#include "base/text/nearest.hpp"
#include "core/input/command_fields.hpp"
#include "policy/auth/wildcard.hpp"

#include <algorithm>
#include <array>

namespace chatmock::core {

namespace {

constexpr std::int64_t patience_ms_default = 5000;
constexpr std::int64_t checkpoint_ms_default = 30000;
constexpr std::int64_t duration_ms_max = 24LL * 60 * 60 * 1000;
constexpr std::int64_t times_max = 10000;

using What = decltype(Step::what);

struct Context {
    const Bindings& bindings;
    const catalogue::Catalogue& catalogue;
    const Json& json; // the verb's value
    const std::string& at;
};

Milliseconds patience_in(Fields& fields, std::int64_t fallback_ms = patience_ms_default) {
    return Milliseconds(fields.integer("timeout_ms", fallback_ms, 0, duration_ms_max));
}

// The step's target, or the run's if it names none.
Json with_target(Json body, const Json& to) {
    if (body.is_object() && !body.contains("to")) body["to"] = to;
    return body;
}

void check_existence(const Inject& inject, const catalogue::Catalogue& catalogue, Fields& fields) {
    const auto fail = [&fields](Error error, std::string_view field) {
        error.code = ErrorCode::invalid_value; // the scenario exists, but a name in it does not
        error.at = fields.at(field);
        fields.fail(std::move(error));
    };
    const auto event = catalogue.find_event(inject.event);
    if (!event) return fail(event.error(), "event");
    if (inject.data || inject.args) return;
    const auto fixture = catalogue.find_fixture(**event, inject.fixture);
    if (!fixture) fail(fixture.error(), "fixture");
}

What read_inject_step(Fields& fields, const Context& context) {
    fields.require("event");
    Ask ask{read_inject(fields, fields.text("event", "")), patience_in(fields)};
    if (fields.has("event")) check_existence(std::get<Inject>(ask.command), context.catalogue, fields);
    return ask;
}

Since since_in(Fields& fields, Since fallback) {
    const auto chosen = fields.choice("since", {"run", "act"}, fallback == Since::run ? 0 : 1);
    return chosen == 0 ? Since::run : Since::act;
}

// The error of a step that has both of two fields, or none, and needs exactly one.
Error not_exactly_one(const std::string& fields, bool has_both, std::string at) {
    const std::string got = has_both ? "both" : "none";
    return {ErrorCode::invalid_value, "expected either " + fields + ", got " + got, std::move(at)};
}

// Reads exactly one of "connection" and "entry"; true for "entry".
bool looks_at_entries(Fields& fields) {
    const bool entry = fields.any("entry") != nullptr;
    if (entry == (fields.any("connection") != nullptr))
        fields.fail(not_exactly_one("connection or entry", entry, fields.at("entry")));
    return entry;
}

// The step's match, or the run's target if it names none.
policy::ConnectionMatch connection_in(Fields& fields, const Context& context) {
    auto to = policy::parse_target(context.bindings.to, fields.at("connection"));
    if (to) return read_connection_match(fields, "connection", *to);
    fields.fail(to.error());
    return {};
}

// Entries about the run's target, unless the step has a target or the match names a user or a sid.
JournalMatch entry_in(Fields& fields, const Context& context) {
    auto match = fields.parsed("entry", policy::parse_journal_match).value_or(JournalMatch{});
    const auto to = fields.parsed("to", policy::parse_target);
    if (to) match.about = to;
    if (to || match.user || match.sid) return match;
    auto of_run = policy::parse_target(context.bindings.to, fields.at("entry"));
    if (of_run) match.about = std::move(*of_run);
    else fields.fail(of_run.error());
    return match;
}

What read_wait_for_step(Fields& fields, const Context& context) {
    Ask ask{WaitForConnections{}, patience_in(fields), false, Since::act};
    if (looks_at_entries(fields)) {
        ask.since = since_in(fields, Since::act);
        ask.command = WaitForEntries{entry_in(fields, context), read_count(fields, "count", 1)};
    } else {
        ask.command = read_wait_for_connections(fields, connection_in(fields, context));
    }
    return ask;
}

What read_expect_step(Fields& fields, const Context& context) {
    Ask ask{VerifyConnections{}, {}, false, Since::run};
    if (looks_at_entries(fields)) {
        ask.since = since_in(fields, Since::run);
        ask.command = VerifyJournal{entry_in(fields, context), read_counts(fields)};
    } else {
        ask.command = VerifyConnections{connection_in(fields, context), read_counts(fields)};
    }
    return ask;
}

What read_disconnect_step(Fields& fields, const Context&) { return Ask{read_disconnect(fields)}; }

// {"name": …} with the fault's own fields, or {"remove": name}.
What read_fault_step(Fields& fields, const Context& context) {
    if (fields.has("remove")) return Ask{RemoveFault{fields.text("remove", "")}};
    fields.require("name");
    InstallFault install{fields.text("name", ""), {}};
    Json own = context.json;
    own.erase("name");
    for (const auto& [name, value] : context.json.items()) fields.any(name); // the fault's parser reads them
    own["on"] = with_target(own.value("on", Json::object()), context.bindings.to);
    auto fault = policy::parse_fault(own, context.at);
    if (fault) install.fault = std::move(*fault);
    else fields.fail(fault.error());
    if (auto named = policy::check_fault_name(install.name, fields.at("name")); !named)
        fields.fail(named.error());
    return Ask{std::move(install)};
}

What read_auth_step(Fields& fields, const Context&) {
    const bool has_rule = fields.has("rule");
    if (has_rule == fields.has("rules"))
        fields.fail(not_exactly_one("rule or rules", has_rule, fields.at("rule")));
    constexpr auto origin = policy::RuleOrigin::scenario;
    if (auto rule = fields.parsed("rule", policy::parse_auth_rule))
        return Ask{AddAuthRule{std::move(*rule), origin}};
    auto set = read_set_auth(fields);
    set.origin = origin;
    return Ask{std::move(set)};
}

What read_clock_step(Fields& fields, const Context&) {
    if (fields.has("mode")) return Ask{read_set_clock(fields)};
    return Ask{read_advance_clock(fields)};
}

What read_checkpoint_step(Fields& fields, const Context&) {
    fields.require("name");
    Checkpoint checkpoint{fields.text("name", ""), patience_in(fields, checkpoint_ms_default),
                          fields.boolean("when", true)};
    if (fields.has("name") && !is_plain_name(checkpoint.name)) {
        fields.fail(expected("a checkpoint's name (1 to 64 of A-Z, a-z, 0-9, \".\", \"_\" and \"-\")",
                             Json(checkpoint.name), fields.at("name")));
    }
    return checkpoint;
}

What read_delay_step(Fields& fields, const Context&) {
    fields.require("ms");
    return Pause{Milliseconds(fields.integer("ms", 0, 0, duration_ms_max))};
}

What read_repeat_step(Fields& fields, const Context&) {
    fields.require("times");
    fields.require("steps");
    fields.array("steps");
    return Repeat{static_cast<std::size_t>(fields.integer("times", 1, 0, times_max))};
}

struct Verb {
    std::string_view name;
    What (*read)(Fields& fields, const Context& context);
    bool has_target = false; // false: uses the run's
};

constexpr std::array<Verb, 10> verbs = {{
    {"inject", read_inject_step, true},
    {"wait_for", read_wait_for_step},
    {"expect", read_expect_step},
    {"delay", read_delay_step},
    {"disconnect", read_disconnect_step, true},
    {"fault", read_fault_step},
    {"auth", read_auth_step},
    {"clock", read_clock_step},
    {"checkpoint", read_checkpoint_step},
    {"repeat", read_repeat_step},
}};

Error not_one_verb(const Json& step, const std::string& at) {
    std::string names;
    for (const auto& verb : verbs) names.append(names.empty() ? "" : ", ").append(verb.name);
    return {ErrorCode::invalid_value, "expected one of " + names + ", got " + shown(step), at};
}

Error hidden_steps(const std::string& at) {
    return {ErrorCode::invalid_value, "expected the steps themselves, got a parameter", at + "/repeat/steps"};
}

// Inner steps are filled when they are performed.
Json without_steps(const Json& step) {
    Json outer = step;
    if (steps_of(step) != nullptr) outer["repeat"]["steps"] = Json::array();
    return outer;
}

void read_saves(Fields& fields, Step& step) {
    const Json* saves = fields.object("save");
    if (saves == nullptr) return;
    if (step.verb != "inject") {
        fields.fail(
            {ErrorCode::invalid_value, "expected save only in a step with inject", fields.at("save")});
    }
    for (const auto& [name, pointer] : saves->items()) {
        const auto at = pointer_to(fields.at("save"), name);
        if (!is_plain_name(name) || name == round_parameter) {
            fields.fail(expected("a name of 1 to 64 of A-Z, a-z, 0-9, \".\", \"_\" and \"-\", but not round",
                                 Json(name), at));
        } else if (!pointer.is_string()) {
            fields.fail(expected("a JSON Pointer into the payload", pointer, at));
        } else {
            step.saves.emplace(name, pointer.get<std::string>());
        }
    }
}

Result<Step> read_step(const Json& step, const std::string& at, const Bindings& bindings,
                       const catalogue::Catalogue& catalogue) {
    Fields fields(step, at);
    Step read{fields.text("name", ""), "", Pause{}};
    std::size_t given = 0;
    for (const auto& verb : verbs) {
        if (!fields.has(verb.name)) continue;
        ++given;
        const Json* json = fields.object(verb.name);
        if (json == nullptr || !read.verb.empty()) continue;
        read.verb = verb.name;
        const Json targeted = verb.has_target ? with_target(*json, bindings.to) : Json();
        const Json& body = verb.has_target ? targeted : *json;
        const auto place = fields.at(verb.name);
        Fields inner(body, place);
        read.what = verb.read(inner, {bindings, catalogue, body, place});
        if (auto done = inner.done(); !done) fields.fail(done.error());
    }
    read_saves(fields, read);
    if (given != 1) fields.fail(not_one_verb(step, at));
    if (auto done = fields.done(); !done) return done.error();
    return read;
}

// The names of all checkpoints among the steps; * stands for a round's number.
std::vector<std::string> checkpoints_in(const Json& steps, const Bindings& bindings) {
    Bindings any_round = bindings;
    any_round.parameters[std::string(round_parameter)] = "*";
    std::vector<std::string> names;
    for (const auto& step : steps) {
        if (const Json* inner = steps_of(step)) {
            for (auto& name : checkpoints_in(*inner, any_round)) names.push_back(std::move(name));
            continue;
        }
        const auto checkpoint = step.is_object() ? step.find("checkpoint") : step.end();
        if (checkpoint == step.end() || !checkpoint->is_object() || !checkpoint->contains("name")) continue;
        const auto name = fill_in(checkpoint->at("name"), "", any_round);
        if (name && name->is_string()) names.push_back(name->get<std::string>());
    }
    return names;
}

} // namespace

const Json* steps_of(const Json& step) {
    const auto repeat = step.is_object() ? step.find("repeat") : step.end();
    if (repeat == step.end() || !repeat->is_object()) return nullptr;
    const auto steps = repeat->find("steps");
    return steps == repeat->end() || !steps->is_array() ? nullptr : &*steps;
}

std::vector<std::string> saved_names(const Json& step) {
    std::vector<std::string> names;
    const auto saves = step.is_object() ? step.find("save") : step.end();
    if (saves == step.end() || !saves->is_object()) return names;
    for (const auto& [name, pointer] : saves->items()) names.push_back(name);
    return names;
}

Result<void> check_checkpoint(const Json& steps, const Bindings& bindings, const std::string& name) {
    const auto names = checkpoints_in(steps, bindings);
    const bool is_known = std::any_of(names.begin(), names.end(), [&](const auto& pattern) {
        return policy::matches_pattern(name, pattern);
    });
    if (is_known) return {};
    return Error{ErrorCode::unknown_checkpoint, unknown_name_message("checkpoint", name, names)};
}

Result<Step> parse_step(const Json& json, const std::string& at, const Bindings& bindings,
                        const catalogue::Catalogue& catalogue) {
    const auto filled = fill_in(without_steps(json), at, bindings);
    if (!filled) return filled.error();
    auto step = read_step(*filled, at, bindings, catalogue);
    if (step && std::holds_alternative<Repeat>(step->what) && steps_of(json) == nullptr)
        return hidden_steps(at);
    return step;
}

} // namespace chatmock::core
