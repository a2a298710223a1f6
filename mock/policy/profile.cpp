#include "policy/profile.hpp"

#include "base/json/fields.hpp"

#include <algorithm>

namespace chatmock::policy {

namespace {

constexpr std::int64_t timeout_ms_max = 24LL * 60 * 60 * 1000;
constexpr std::int64_t first_frame_delay_ms_max = 10 * 1000;
constexpr std::int64_t payload_max = 100LL * 1000 * 1000;

void parse_auth(const Json& json, const std::string& at, Profile& profile, Fields& parent) {
    Fields fields(json, at);
    if (const Json* list = fields.array("rules")) {
        auto rules = parse_auth_rules(*list, fields.at("rules"));
        std::uint64_t last_number = 0;
        if (rules) give_ids(*rules, RuleOrigin::profile, last_number);
        if (rules) profile.rules = std::move(*rules);
        else fields.fail(rules.error());
    }
    profile.expire_at_exp = fields.boolean("expire_at_exp", false);
    if (auto done = fields.done(); !done) parent.fail(done.error());
}

// A profile with keys refuses tokens that they have not signed, unless a rule asks about the signature
// itself.
void put_rules_of_keys_first(std::vector<AuthRule>& rules) {
    const auto asks = [](const AuthRule& rule) { return rule.match.signature.has_value(); };
    if (std::any_of(rules.begin(), rules.end(), asks)) return;
    const Json refusals = {
        {{"id", "keys-signature"}, {"match", {{"signature", "invalid"}}}, {"outcome", {{"do", "reject"}}}},
        {{"id", "keys-expired"}, {"match", {{"expired", true}}}, {"outcome", {{"do", "reject"}}}},
        {{"id", "keys-not-yet-valid"}, {"match", {{"not_yet_valid", true}}}, {"outcome", {{"do", "reject"}}}},
    };
    auto first = parse_auth_rules(refusals, "");
    std::uint64_t last_number = 0;
    give_ids(*first, RuleOrigin::keys, last_number, rules);
    rules.insert(rules.begin(), first->begin(), first->end());
}

void parse_keys(const Json& json, const std::optional<std::filesystem::path>& folder, Profile& profile,
                Fields& parent) {
    auto keys = parse_jwt_keys(json, "/jwt", folder);
    if (!keys) return parent.fail(keys.error());
    profile.keys = std::move(*keys);
    put_rules_of_keys_first(profile.rules);
}

void parse_protocol(const Json& json, const std::string& at, Profile& profile, Fields& parent) {
    Fields fields(json, at);
    const auto timeout = [&fields](std::string_view name, Milliseconds& value,
                                   std::int64_t ms_max = timeout_ms_max) {
        value = Milliseconds(fields.integer(name, value.count(), 1, ms_max));
    };
    timeout("ping_interval_ms", profile.timings.ping_interval);
    timeout("ping_timeout_ms", profile.timings.ping_timeout);
    timeout("upgrade_timeout_ms", profile.timings.upgrade_timeout);
    timeout("connect_timeout_ms", profile.connect_timeout);
    timeout("first_frame_delay_ms", profile.first_frame_delay, first_frame_delay_ms_max);
    auto& max_payload = profile.timings.max_payload;
    max_payload = static_cast<std::size_t>(
        fields.integer("max_payload", static_cast<std::int64_t>(max_payload), 1, payload_max));
    profile.repair_double_utf8 = fields.boolean("repair_double_utf8", false);
    profile.bare_websocket = fields.boolean("bare_websocket", false);
    if (auto done = fields.done(); !done) parent.fail(done.error());
}

bool is_path(const std::string& path) { return !path.empty() && path.front() == '/'; }

Result<Endpoint> parse_endpoint(const Json& json, const std::string& at) {
    Fields fields(json, at);
    Endpoint endpoint;
    fields.require("path");
    endpoint.path = fields.text("path", "/socket.io/");
    endpoint.echo = fields.boolean("echo", false);
    if (!is_path(endpoint.path)) {
        fields.fail({ErrorCode::invalid_value,
                     "expected a path that begins with a slash, got \"" + endpoint.path + "\"",
                     fields.at("path")});
    } else if (endpoint.path.back() != '/') {
        endpoint.path += '/';
    }
    if (auto done = fields.done(); !done) return done.error();
    return endpoint;
}

void parse_endpoints(const Json& list, Profile& profile, Fields& parent) {
    if (list.empty()) return parent.fail(expected("at least one endpoint", list, "/endpoints"));
    auto endpoints = parse_each(list, "/endpoints", parse_endpoint);
    if (endpoints) profile.endpoints = std::move(*endpoints);
    else parent.fail(endpoints.error());
}

void parse_namespaces(const Json& list, Profile& profile, Fields& parent) {
    profile.namespaces.clear();
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i].is_string() && list[i].get_ref<const std::string&>().rfind('/', 0) == 0) {
            profile.namespaces.push_back(list[i].get<std::string>());
            continue;
        }
        parent.fail(expected("a namespace (a string that begins with a slash)", list[i],
                             pointer_to("/namespaces", i)));
    }
}

// The name of a `--set` part contains the path of its setting, so that path is removed from `error.at`.
void set_place_in_part(Error& error, const ProfilePart& part) {
    constexpr std::string_view setting = "--set ";
    error.file = part.file.string();
    if (error.file.compare(0, setting.size(), setting) != 0) return;
    std::string place = "/" + error.file.substr(setting.size());
    std::replace(place.begin(), place.end(), '.', '/');
    if (error.at.compare(0, place.size(), place) == 0) error.at.erase(0, place.size());
}

} // namespace

const Endpoint* Profile::find_endpoint(std::string_view path) const {
    const auto answers = [path](const Endpoint& endpoint) {
        const std::string_view own = endpoint.path;
        return path.substr(0, own.size()) == own || path == own.substr(0, own.size() - 1);
    };
    const auto found = std::find_if(endpoints.begin(), endpoints.end(), answers);
    return found == endpoints.end() ? nullptr : &*found;
}

const Endpoint& Profile::main_endpoint() const {
    const auto found = std::find_if(endpoints.begin(), endpoints.end(),
                                    [](const Endpoint& endpoint) { return !endpoint.echo; });
    return found == endpoints.end() ? endpoints.front() : *found;
}

bool Profile::has_namespace(std::string_view name) const {
    return std::find(namespaces.begin(), namespaces.end(), name) != namespaces.end();
}

Result<Profile> parse_profile(const Json& json, const std::optional<std::filesystem::path>& folder) {
    Fields fields(json, "");
    Profile profile;
    fields.text("description", "");
    fields.text("$schema", "");
    if (folder) fields.any("extends"); // of files; it is followed before
    if (const Json* auth = fields.object("auth")) parse_auth(*auth, "/auth", profile, fields);
    if (const Json* jwt = fields.object("jwt")) parse_keys(*jwt, folder, profile, fields);
    profile.groups = fields.parsed("groups", parse_groups).value_or(Groups{});
    if (const Json* protocol = fields.object("protocol"))
        parse_protocol(*protocol, "/protocol", profile, fields);
    if (const Json* list = fields.array("namespaces")) parse_namespaces(*list, profile, fields);
    if (const Json* list = fields.array("endpoints")) parse_endpoints(*list, profile, fields);
    if (const Json* list = fields.array("token_from")) {
        auto sources = parse_token_sources(*list, "/token_from");
        if (sources) profile.token_sources = std::move(*sources);
        else fields.fail(sources.error());
    }
    if (fields.has("user_from_token")) profile.user_from_token = fields.boolean("user_from_token", true);
    if (fields.has("eio_default"))
        profile.eio_default = static_cast<engineio::Protocol>(fields.integer("eio_default", 4, 3, 4));
    profile.client_events = fields.parsed("client_events", parse_client_events);
    if (const Json* list = fields.array("reactions")) {
        auto reactions = parse_reactions(*list, "/reactions");
        if (reactions) profile.reactions = std::move(*reactions);
        else fields.fail(reactions.error());
    }
    profile.faults = fields.parsed("faults", parse_faults).value_or(FaultsByName{});
    if (auto done = fields.done(); !done) return done.error();
    profile.source = json;
    if (profile.keys) profile.source["jwt"] = profile.keys->source();
    return profile;
}

Result<Profile> load_profile(const FileLayers& fixtures, const std::string& name,
                             const ProfileParts& settings) {
    auto parts = read_profile_parts(fixtures, name);
    if (!parts) return parts.error();
    const auto folder = parts->front().file.parent_path();
    for (const auto& setting : settings) parts->insert(parts->begin(), setting);
    auto profile = parse_profile(merged(*parts), folder);
    if (!profile) set_place_in_part(profile.error(), part_at(*parts, profile.error().at));
    return profile;
}

} // namespace chatmock::policy
