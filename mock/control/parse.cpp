#include "control/parse.hpp"

#include "base/files/built_in.hpp"
#include "base/json/fields.hpp"
#include "base/text/digits.hpp"
#include "base/text/nearest.hpp"
#include "control/event_id.hpp"
#include "core/input/command_fields.hpp"
#include "core/sandboxes/sandbox_fields.hpp"

namespace chatmock::control {

namespace {

constexpr std::int64_t timeout_ms_default = 5000;
constexpr std::int64_t run_timeout_ms_default = 60000;
constexpr std::int64_t timeout_ms_max = 10LL * 60 * 1000;

Milliseconds patience_in(Fields& fields, std::int64_t fallback_ms = timeout_ms_default) {
    return Milliseconds(fields.integer("timeout_ms", fallback_ms, 0, timeout_ms_max));
}

// The run's id; 0, which no run has, if the text is not a number.
std::uint64_t run_id_of(const std::string& text) { return number_in<std::uint64_t>(text).value_or(0); }

// Returns the result unless the fields have mistakes.
Result<Asked> checked(Fields& fields, core::Command command, Milliseconds patience = Asked{}.patience) {
    if (auto done = fields.done(); !done) return done.error();
    return Asked{std::move(command), patience};
}

// For calls whose body is a command.
template <typename Command>
Result<Asked> read(const Call& call, Command (*read_command)(Fields& fields)) {
    Fields fields(call.body, "");
    auto command = read_command(fields);
    return checked(fields, std::move(command));
}

// For calls that wait, with their patience.
template <typename Command>
Result<Asked> read_patient(const Call& call, Command (*read_command)(Fields& fields)) {
    Fields fields(call.body, "");
    auto command = read_command(fields);
    const auto patience = patience_in(fields);
    return checked(fields, std::move(command), patience);
}

// For calls without a body.
Result<Asked> bare(const Call& call, core::Command command) {
    Fields fields(call.body, "");
    return checked(fields, std::move(command));
}

// For calls to the sandboxes themselves.
Result<Asked> managed(Fields& fields, core::SandboxCommand command) {
    if (auto done = fields.done(); !done) return done.error();
    return Asked{std::move(command)};
}

// For calls that need no world.
Result<Asked> known(const Call& call, std::variant<core::Reply, Document, ShownMetrics> answer) {
    Fields fields(call.body, "");
    if (auto done = fields.done(); !done) return done.error();
    return std::visit([](auto& each) { return Asked{std::move(each)}; }, answer);
}

// A query's value as JSON, if its text fits the field's type.
Json query_value(std::string_view name, const std::string& text) {
    if (name == "canonical" && (text == "true" || text == "false")) return text == "true";
    const bool is_numeric = name == "after" || name == "timeout_ms";
    const auto number = is_numeric ? number_in<std::uint64_t>(text) : std::nullopt;
    return number ? Json(*number) : Json(text);
}

std::string joined_path(const std::vector<std::string>& segments) {
    std::string path;
    for (const auto& segment : segments) path += (path.empty() ? "" : "/") + segment;
    return path;
}

Json query_object(const Call& call) {
    Json object = Json::object();
    for (const auto& [name, text] : call.query) object[name] = query_value(name, text);
    return object;
}

} // namespace

Result<Asked> ask_console(const Call&) { return Asked{Redirect{"ui/"}}; }

Result<Asked> ask_console_file(const Call& call) {
    const auto name = joined_path(call.parameters);
    return Asked{ConsoleFile{name.empty() ? "index.html" : name}};
}

Result<Asked> ask_health(const Call& call) { return known(call, core::Reply{{{"status", "ok"}}}); }

// The port opens only after fixtures are loaded and both ports are bound, so any answer means ready.
Result<Asked> ask_readiness(const Call& call) { return known(call, core::Reply{{{"status", "ready"}}}); }

Result<Asked> ask_version(const Call& call) {
    return known(call, core::Reply{{{"name", "chatmock"},
                                    {"version", call.facts.version},
                                    {"commit", call.facts.commit},
                                    {"build_date", call.facts.build_date},
                                    {"seed", call.facts.seed},
                                    {"profile", call.facts.profile},
                                    {"socket", call.facts.socket}}});
}

Result<Asked> ask_metrics(const Call& call) { return known(call, ShownMetrics{}); }

Result<Asked> ask_openapi(const Call& call) {
    return known(call, Document{"application/yaml", built_in_files().at("contracts/control.openapi.yaml")});
}

Result<Asked> ask_schema(const Call& call) {
    const std::string folder = "schemas/";
    const auto& files = built_in_files();
    if (const auto found = files.find(folder + call.parameters[0]); found != files.end())
        return known(call, Document{"application/json", found->second});
    std::vector<std::string> names;
    for (const auto& [name, text] : files) {
        if (name.rfind(folder, 0) == 0) names.push_back(name.substr(folder.size()));
    }
    return Error{ErrorCode::unknown_route, unknown_name_message("schema", call.parameters[0], names)};
}

Result<Asked> ask_contract(const Call& call) { return bare(call, core::GetContract{call.parameters[0]}); }
Result<Asked> ask_asyncapi(const Call& call) { return bare(call, core::GetAsyncApi{}); }
Result<Asked> ask_events(const Call& call) { return bare(call, core::ListEvents{}); }
Result<Asked> ask_fixtures(const Call& call) { return bare(call, core::ListFixtures{call.parameters[0]}); }

Result<Asked> ask_fixture(const Call& call) {
    return bare(call, core::GetFixture{call.parameters[0], call.parameters[1]});
}

// The options are in the query, as the body is the payload itself.
Result<Asked> ask_set_fixture(const Call& call) {
    const auto query = query_object(call);
    Fields fields(query, "");
    const bool enforces = fields.choice("contract", {"enforce", "skip"}, 0) == 0;
    return checked(fields, core::SetFixture{call.parameters[0], call.parameters[1], call.body, enforces});
}

Result<Asked> ask_remove_fixture(const Call& call) {
    return bare(call, core::RemoveFixture{call.parameters[0], call.parameters[1]});
}

Result<Asked> ask_set_contract(const Call& call) {
    return Asked{core::Command(core::SetContract{call.parameters[0], call.body})};
}

Result<Asked> ask_remove_contract(const Call& call) {
    return bare(call, core::RemoveContract{call.parameters[0]});
}

Result<Asked> ask_profile(const Call& call) { return bare(call, core::GetProfile{}); }

Result<Asked> ask_set_profile(const Call& call) {
    auto set = core::read_set_profile(call.body);
    if (!set) return set.error();
    return Asked{core::Command(std::move(*set))};
}

Result<Asked> ask_patch_profile(const Call& call) {
    auto patch = core::read_patch_profile(call.body);
    if (!patch) return patch.error();
    return Asked{core::Command(std::move(*patch))};
}

Result<Asked> ask_types(const Call& call) { return bare(call, core::GetTypes{}); }

Result<Asked> ask_create_token(const Call& call) {
    Fields fields(call.body, "");
    auto request = policy::read_token_request(fields);
    return checked(fields, core::CreateToken{std::move(request)});
}

Result<Asked> ask_jwks(const Call& call) { return bare(call, core::GetJwks{}); }

Result<Asked> ask_mutants(const Call& call) { return bare(call, core::ListMutants{call.parameters[0]}); }
Result<Asked> ask_variants(const Call& call) { return bare(call, core::ListVariants{call.parameters[0]}); }

Result<Asked> ask_inject(const Call& call) {
    Fields fields(call.body, "");
    auto inject = core::read_inject(fields, call.parameters[0]);
    const auto patience = patience_in(fields);
    return checked(fields, std::move(inject), patience);
}

Result<Asked> ask_connections(const Call& call) { return bare(call, core::ListConnections{}); }
Result<Asked> ask_connection(const Call& call) { return bare(call, core::GetConnection{call.parameters[0]}); }

Result<Asked> ask_wait_for_connections(const Call& call) {
    return read_patient(call, core::read_wait_for_connections);
}

Result<Asked> ask_disconnect(const Call& call) { return read(call, core::read_disconnect); }

Result<Asked> ask_auth(const Call& call) { return bare(call, core::GetAuth{}); }

Result<Asked> ask_set_auth(const Call& call) { return read(call, core::read_set_auth); }

Result<Asked> ask_add_auth_rule(const Call& call) {
    auto rule = policy::parse_auth_rule(call.body, "");
    if (!rule) return rule.error();
    return Asked{core::Command(core::AddAuthRule{std::move(*rule)})};
}

Result<Asked> ask_restore_auth(const Call& call) { return bare(call, core::RestoreAuth{}); }

Result<Asked> ask_remove_auth_rule(const Call& call) {
    return bare(call, core::RemoveAuthRule{call.parameters[0]});
}

Result<Asked> ask_faults(const Call& call) { return bare(call, core::ListFaults{}); }
Result<Asked> ask_remove_faults(const Call& call) { return bare(call, core::RemoveFaults{}); }
Result<Asked> ask_fault(const Call& call) { return bare(call, core::GetFault{call.parameters[0]}); }
Result<Asked> ask_remove_fault(const Call& call) { return bare(call, core::RemoveFault{call.parameters[0]}); }

Result<Asked> ask_replace_faults(const Call& call) {
    Fields fields(call.body, "");
    fields.require("faults");
    core::ReplaceFaults replace;
    if (auto faults = fields.parsed("faults", policy::parse_faults)) replace.faults = std::move(*faults);
    return checked(fields, std::move(replace));
}

Result<Asked> ask_install_fault(const Call& call) {
    const auto& name = call.parameters[0];
    if (auto named = policy::check_fault_name(name, ""); !named) return named.error();
    auto fault = policy::parse_fault(call.body, "");
    if (!fault) return fault.error();
    return Asked{core::Command(core::InstallFault{name, std::move(*fault)})};
}

Result<Asked> ask_scenarios(const Call& call) { return bare(call, core::ListScenarios{}); }
Result<Asked> ask_scenario(const Call& call) { return bare(call, core::GetScenario{call.parameters[0]}); }

// The world parses it, as it knows events and fixtures.
Result<Asked> ask_set_scenario(const Call& call) {
    return Asked{core::Command(core::SetScenario{call.parameters[0], call.body})};
}

Result<Asked> ask_remove_scenario(const Call& call) {
    return bare(call, core::RemoveScenario{call.parameters[0]});
}

Result<Asked> ask_run_scenario(const Call& call) {
    Fields fields(call.body, "");
    core::RunScenario run;
    run.name = call.parameters[0];
    fields.parsed("to", policy::parse_target);
    if (const Json* to = fields.object("to")) run.bindings.to = *to;
    if (const Json* parameters = fields.object("parameters")) run.bindings.parameters = *parameters;
    run.await_end = fields.choice("await", {"end", "start"}, 0) == 0;
    const auto patience = patience_in(fields, run_timeout_ms_default);
    return checked(fields, std::move(run), patience);
}

Result<Asked> ask_runs(const Call& call) { return bare(call, core::ListRuns{}); }

Result<Asked> ask_run(const Call& call) { return bare(call, core::GetRun{run_id_of(call.parameters[0])}); }

Result<Asked> ask_stop_run(const Call& call) {
    return bare(call, core::StopRun{run_id_of(call.parameters[0])});
}

Result<Asked> ask_report_checkpoint(const Call& call) {
    Fields fields(call.body, "");
    auto report = core::read_report(fields);
    report.run = run_id_of(call.parameters[0]);
    report.name = call.parameters[1];
    return checked(fields, std::move(report));
}

Result<Asked> ask_wait_for_run(const Call& call) {
    Fields fields(call.body, "");
    const auto patience = patience_in(fields, run_timeout_ms_default);
    return checked(fields, core::WaitForRun{run_id_of(call.parameters[0])}, patience);
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

Result<Asked> ask_remove_group(const Call& call) { return bare(call, core::RemoveGroup{call.parameters[0]}); }

Result<Asked> ask_journal(const Call& call) {
    const auto query = query_object(call);
    Fields fields(query, "");
    core::ListJournal list;
    list.match = policy::read_journal_filter(fields);
    list.canonical = fields.boolean("canonical", list.canonical);
    return checked(fields, std::move(list));
}

Result<Asked> ask_export(const Call& call) { return bare(call, core::ExportTranscript{}); }
Result<Asked> ask_clear_journal(const Call& call) { return bare(call, core::ClearJournal{}); }

// `after` sets the start of the stream only; entries of a later epoch are not compared with it.
Result<Asked> ask_journal_stream(const Call& call) {
    const auto query = query_object(call);
    Fields fields(query, "");
    core::FollowJournal follow;
    follow.match = policy::read_journal_filter(fields);
    const auto after = std::exchange(follow.match.after, 0);
    if (call.query.count("after") != 0) follow.after = core::JournalPosition{0, after};
    if (auto done = fields.done(); !done) return done.error();
    if (!call.last_event_id.empty()) {
        const auto position = parse_event_id(call.last_event_id);
        if (!position) return position.error();
        follow.after = *position;
    }
    return Asked{std::move(follow)};
}

Result<Asked> ask_wait_for_entries(const Call& call) {
    return read_patient(call, core::read_wait_for_entries);
}
Result<Asked> ask_verify_journal(const Call& call) { return read(call, core::read_verify_journal); }

Result<Asked> ask_clock(const Call& call) { return bare(call, core::GetClock{}); }

Result<Asked> ask_set_clock(const Call& call) { return read(call, core::read_set_clock); }
Result<Asked> ask_advance_clock(const Call& call) { return read_patient(call, core::read_advance_clock); }

// The query has the fields of a target, as `to` has them.
Result<Asked> ask_quiesce(const Call& call) {
    Json to = Json::object();
    Json query = query_object(call);
    for (const auto* name : {"user", "sid", "group"}) {
        if (query.contains(name)) to[name] = query.at(name);
        query.erase(name);
    }
    if (!to.empty()) query["to"] = std::move(to);
    Fields fields(query, "");
    for (const auto* name : {"user", "sid", "group"}) fields.any(name); // a message lists them
    auto quiesce = core::read_quiesce(fields);
    const auto patience = patience_in(fields);
    return checked(fields, std::move(quiesce), patience);
}

Result<Asked> ask_quiesce_for(const Call& call) { return read_patient(call, core::read_quiesce); }

Result<Asked> ask_reset(const Call& call) {
    Fields fields(call.body, "");
    core::Reset reset;
    reset.keep_connections = fields.choice("connections", {"close", "keep"}, 0) == 1;
    return checked(fields, reset);
}

Result<Asked> ask_sandboxes(const Call& call) {
    Fields fields(call.body, "");
    return managed(fields, core::ListSandboxes{});
}

Result<Asked> ask_make_sandbox(const Call& call) {
    Fields fields(call.body, "");
    core::MakeSandbox make{core::read_sandbox_request(fields)};
    make.request.name = fields.text("name", "");
    if (fields.has("name") && make.request.name.empty())
        if (auto checked = core::check_sandbox_name("", fields.at("name")); !checked)
            fields.fail(checked.error());
    return managed(fields, std::move(make));
}

Result<Asked> ask_sandbox(const Call& call) {
    Fields fields(call.body, "");
    return managed(fields, core::GetSandbox{call.parameters[0]});
}

Result<Asked> ask_put_sandbox(const Call& call) {
    Fields fields(call.body, "");
    core::MakeSandbox make{core::read_sandbox_request(fields), true};
    make.request.name = call.parameters[0];
    return managed(fields, std::move(make));
}

Result<Asked> ask_end_sandbox(const Call& call) {
    Fields fields(call.body, "");
    return managed(fields, core::EndSandbox{call.parameters[0]});
}

} // namespace chatmock::control
