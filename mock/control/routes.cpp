#include "control/routes.hpp"

#include "base/text/joined.hpp"
#include "base/text/nearest.hpp"
#include "control/parse.hpp"
#include "control/tls.hpp"

#include <iterator>
#include <optional>
#include <set>

namespace chatmock::control {

namespace {

constexpr Route table[] = {
    {"GET", "/", ask_console, false, true},
    {"GET", "/ui", ask_console, false, true},
    {"GET", "/ui/", ask_console_file, false, true},
    {"GET", "/ui/{file}", ask_console_file, false, true},
    {"GET", "/ui/{folder}/{file}", ask_console_file, false, true},
    {"GET", "/healthz", ask_health},
    {"GET", "/readyz", ask_readiness},
    {"GET", "/version", ask_version},
    {"GET", "/metrics", ask_metrics},
    {"GET", "/openapi.yaml", ask_openapi},
    {"GET", "/asyncapi.json", ask_asyncapi},
    {"GET", "/schemas/{file}", ask_schema},
    {"GET", "/contracts/{event}", ask_contract},
    {"GET", "/events", ask_events},
    {"GET", "/events/{event}/fixtures", ask_fixtures},
    {"GET", "/events/{event}/fixtures/{name}", ask_fixture},
    {"PUT", "/events/{event}/fixtures/{name}", ask_set_fixture, true},
    {"DELETE", "/events/{event}/fixtures/{name}", ask_remove_fixture},
    {"GET", "/events/{event}/contract", ask_contract},
    {"PUT", "/events/{event}/contract", ask_set_contract},
    {"DELETE", "/events/{event}/contract", ask_remove_contract},
    {"GET", "/events/{event}/mutants", ask_mutants},
    {"GET", "/events/{event}/variants", ask_variants},
    {"POST", "/events/{event}", ask_inject},
    {"GET", "/connections", ask_connections},
    {"GET", "/connections/{sid}", ask_connection},
    {"POST", "/connections/wait", ask_wait_for_connections},
    {"POST", "/connections/disconnect", ask_disconnect},
    {"GET", "/auth", ask_auth},
    {"PUT", "/auth", ask_set_auth},
    {"POST", "/auth/rules", ask_add_auth_rule},
    {"DELETE", "/auth/rules", ask_restore_auth},
    {"DELETE", "/auth/rules/{id}", ask_remove_auth_rule},
    {"GET", "/types/events.d.ts", ask_types},
    {"POST", "/tokens", ask_create_token},
    {"GET", "/jwks.json", ask_jwks},
    {"GET", "/profile", ask_profile},
    {"PUT", "/profile", ask_set_profile},
    {"PATCH", "/profile", ask_patch_profile},
    {"GET", "/faults", ask_faults},
    {"PUT", "/faults", ask_replace_faults},
    {"DELETE", "/faults", ask_remove_faults},
    {"GET", "/faults/{name}", ask_fault},
    {"PUT", "/faults/{name}", ask_install_fault},
    {"DELETE", "/faults/{name}", ask_remove_fault},
    {"GET", "/scenarios", ask_scenarios},
    {"GET", "/scenarios/{name}", ask_scenario},
    {"PUT", "/scenarios/{name}", ask_set_scenario},
    {"DELETE", "/scenarios/{name}", ask_remove_scenario},
    {"POST", "/scenarios/{name}/run", ask_run_scenario},
    {"GET", "/runs", ask_runs},
    {"GET", "/runs/{id}", ask_run},
    {"DELETE", "/runs/{id}", ask_stop_run},
    {"POST", "/runs/{id}/wait", ask_wait_for_run},
    {"POST", "/runs/{id}/checkpoints/{name}", ask_report_checkpoint},
    {"GET", "/groups", ask_groups},
    {"PUT", "/groups/{id}", ask_set_group},
    {"DELETE", "/groups/{id}", ask_remove_group},
    {"GET", "/journal", ask_journal, true},
    {"DELETE", "/journal", ask_clear_journal},
    {"GET", "/journal/export", ask_export},
    {"GET", "/journal/stream", ask_journal_stream, true},
    {"POST", "/journal/wait", ask_wait_for_entries},
    {"POST", "/journal/verify", ask_verify_journal},
    {"GET", "/clock", ask_clock},
    {"PUT", "/clock", ask_set_clock},
    {"POST", "/clock/advance", ask_advance_clock},
    {"GET", "/quiesce", ask_quiesce, true},
    {"POST", "/quiesce", ask_quiesce_for},
    {"POST", "/reset", ask_reset},
    {"GET", "/tls", ask_tls},
    {"GET", "/tls/ca.pem", ask_tls_authority},
    {"PUT", "/tls/fault", ask_set_tls_fault},
    {"DELETE", "/tls/fault", ask_remove_tls_fault},
    {"GET", "/sandboxes", ask_sandboxes},
    {"POST", "/sandboxes", ask_make_sandbox},
    {"GET", "/sandboxes/{sandbox}", ask_sandbox},
    {"PUT", "/sandboxes/{sandbox}", ask_put_sandbox},
    {"DELETE", "/sandboxes/{sandbox}", ask_end_sandbox},
};

using Segments = std::vector<std::string_view>;

Segments segments_of(std::string_view path) {
    Segments segments;
    while (!path.empty()) {
        path.remove_prefix(path.front() == '/' ? 1 : 0);
        const auto end = path.find('/');
        segments.push_back(path.substr(0, end));
        path.remove_prefix(end == std::string_view::npos ? path.size() : end);
    }
    return segments;
}

bool is_parameter(std::string_view segment) { return !segment.empty() && segment.front() == '{'; }

bool matches(const Segments& pattern, const Segments& path) {
    if (pattern.size() != path.size()) return false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (is_parameter(pattern[i]) ? path[i].empty() : pattern[i] != path[i]) return false;
    }
    return true;
}

// The segments of the routes' patterns, split once.
const std::vector<Segments>& patterns() {
    static const auto all = [] {
        std::vector<Segments> cut;
        for (const auto& route : routes()) cut.push_back(segments_of(route.pattern));
        return cut;
    }();
    return all;
}

// A name with the slashes and percent signs that read_call() has left escaped.
std::string name_in(std::string_view segment) {
    std::string name;
    while (!segment.empty()) {
        const auto begin = segment.substr(0, 3);
        const bool is_escaped = begin == "%2F" || begin == "%25";
        name += begin == "%2F" ? '/' : segment.front();
        segment.remove_prefix(is_escaped ? begin.size() : 1);
    }
    return name;
}

std::vector<std::string> parameters_in(const Segments& path, const Segments& pattern) {
    std::vector<std::string> parameters;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (is_parameter(pattern[i])) parameters.push_back(name_in(path[i]));
    }
    return parameters;
}

// The pattern with the path's own segments in place of its parameters.
std::string filled(const Segments& pattern, const Segments& path) {
    std::string text;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool is_filled = is_parameter(pattern[i]) && i < path.size() && !path[i].empty();
        text.append("/").append(is_filled ? path[i] : pattern[i]);
    }
    return text;
}

Error unknown_route(std::string_view path) {
    const auto segments = segments_of(path);
    std::set<std::string> paths;
    for (std::size_t i = 0; i < routes().size(); ++i) {
        if (!routes()[i].is_page) paths.insert(filled(patterns()[i], segments));
    }
    const auto nearest = nearest_names(path, {paths.begin(), paths.end()});
    constexpr std::size_t shown_max = 100;
    return {ErrorCode::unknown_route,
            "unknown route \"" + std::string(path.substr(0, shown_max)) + "\"; " +
                (nearest.empty() ? "" : "did you mean " + joined_quoted(nearest, " or ") + "? ") +
                "GET /openapi.yaml lists all"};
}

// Mistakes of a query have no place in the body: the message names the parameter.
void name_parameter(std::string& at, std::string& message) {
    constexpr std::string_view unknown = "unknown field ";
    if (at.empty()) return;
    if (message.compare(0, unknown.size(), unknown) == 0)
        message.replace(0, unknown.size(), "unknown query parameter ");
    else message.insert(0, "the query parameter \"" + at.substr(at.rfind('/') + 1) + "\": ");
    at.clear();
}

Error in_query(Error error) {
    name_parameter(error.at, error.message);
    for (auto& violation : error.violations) name_parameter(violation.at, violation.message);
    return error;
}

} // namespace

const std::vector<Route>& routes() {
    static const std::vector<Route> all(std::begin(table), std::end(table));
    return all;
}

Address address_of(const std::string& path) {
    constexpr std::string_view prefix = "/sandboxes/";
    const Address whole{{}, path};
    if (path.compare(0, prefix.size(), prefix) != 0) return whole;
    const auto end = path.find('/', prefix.size());
    if (end == std::string::npos) return whole;
    auto rest = path.substr(end);
    const auto segments = segments_of(rest);
    if (segments.front() == "sandboxes") return whole;
    return {path.substr(prefix.size(), end - prefix.size()), std::move(rest)};
}

Result<Found> find_route(std::string_view method, std::string_view path) {
    const auto segments = segments_of(path);
    std::vector<std::string> known;
    for (std::size_t i = 0; i < routes().size(); ++i) {
        if (!matches(patterns()[i], segments)) continue;
        const auto& route = routes()[i];
        if (route.method == method) return Found{&route, parameters_in(segments, patterns()[i])};
        known.emplace_back(route.method);
    }
    if (known.empty()) return unknown_route(path);
    return Error{ErrorCode::method_not_allowed,
                 "expected " + joined(known) + " for " + std::string(path) + ", got " + std::string(method)};
}

std::string allowed_methods(const std::string& path) {
    const auto address = address_of(path);
    const auto segments = segments_of(address.path);
    std::vector<std::string> allowed;
    for (std::size_t i = 0; i < routes().size(); ++i) {
        if (!matches(patterns()[i], segments)) continue;
        allowed.emplace_back(routes()[i].method);
        if (allowed.back() == "GET") allowed.emplace_back("HEAD");
    }
    return joined(allowed);
}

Result<Asked> ask(Found found, const core::HttpCall& call, const Facts& facts,
                  const std::string& last_event_id) {
    if (!found.route->takes_query && !call.query.empty()) {
        return Error{ErrorCode::unknown_field,
                     "unknown query parameter \"" + call.query.begin()->first + "\"; this call has none"};
    }
    auto asked = found.route->ask({std::move(found.parameters), call.query, last_event_id, call.body, facts});
    if (!asked && found.route->takes_query) return in_query(std::move(asked.error()));
    return asked;
}

Result<core::Command> ask_world(const core::HttpCall& call) {
    auto found = find_route(call.method, call.path);
    if (!found) return found.error();
    auto asked = ask(std::move(*found), call, {}, "");
    if (!asked) return asked.error();
    if (auto* command = std::get_if<core::Command>(&asked->what)) return std::move(*command);
    return Error{ErrorCode::unknown_route, call.path + " is not a call for the world"};
}

} // namespace chatmock::control
