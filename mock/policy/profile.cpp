#include "policy/profile.hpp"

#include "base/fields.hpp"
#include "base/files.hpp"
#include "base/nearest.hpp"

#include <algorithm>

namespace chatmock::policy {

namespace {

constexpr std::string_view profile_suffix = ".json";
constexpr std::int64_t timeout_ms_max = 24LL * 60 * 60 * 1000;
constexpr std::int64_t payload_max = 100LL * 1000 * 1000;

void parse_auth(const Json& json, const std::string& at, Profile& profile, Fields& parent) {
    Fields fields(json, at);
    if (const Json* list = fields.array("rules")) {
        auto rules = parse_auth_rules(*list, fields.at("rules"));
        if (rules) profile.rules = std::move(*rules);
        else fields.fail(rules.error());
    }
    if (auto done = fields.done(); !done) parent.fail(done.error());
}

void parse_protocol(const Json& json, const std::string& at, Profile& profile, Fields& parent) {
    Fields fields(json, at);
    const auto timeout = [&fields](std::string_view name, Milliseconds& value) {
        value = Milliseconds(fields.integer(name, value.count(), 1, timeout_ms_max));
    };
    timeout("ping_interval_ms", profile.timings.ping_interval);
    timeout("ping_timeout_ms", profile.timings.ping_timeout);
    timeout("upgrade_timeout_ms", profile.timings.upgrade_timeout);
    timeout("connect_timeout_ms", profile.connect_timeout);
    auto& max_payload = profile.timings.max_payload;
    max_payload = static_cast<std::size_t>(
        fields.integer("max_payload", static_cast<std::int64_t>(max_payload), 1, payload_max));
    if (auto done = fields.done(); !done) parent.fail(done.error());
}

} // namespace

Result<Profile> parse_profile(const Json& json) {
    Fields fields(json, "");
    Profile profile;
    fields.text("description", "");
    if (const Json* auth = fields.object("auth")) parse_auth(*auth, "/auth", profile, fields);
    if (const Json* groups = fields.object("groups")) {
        auto parsed = parse_groups(*groups, "/groups");
        if (parsed) profile.groups = std::move(*parsed);
        else fields.fail(parsed.error());
    }
    if (const Json* protocol = fields.object("protocol"))
        parse_protocol(*protocol, "/protocol", profile, fields);
    if (auto done = fields.done(); !done) return done.error();
    return profile;
}

std::vector<std::string> profile_names(const std::filesystem::path& fixtures) {
    std::vector<std::string> names;
    for (const auto& file : files_in(fixtures / "profiles", profile_suffix))
        names.push_back(stem_of(file, profile_suffix));
    return names;
}

Result<Profile> load_profile(const std::filesystem::path& fixtures, const std::string& name) {
    const auto names = profile_names(fixtures);
    if (std::find(names.begin(), names.end(), name) == names.end()) {
        Error error{ErrorCode::invalid_value, unknown_name_message("profile", name, names)};
        error.file = (fixtures / "profiles").string();
        return error;
    }
    const auto file = fixtures / "profiles" / (name + std::string(profile_suffix));
    auto json = read_json_file(file);
    if (!json) return json.error();
    auto profile = parse_profile(*json);
    if (!profile) profile.error().file = file.string();
    return profile;
}

} // namespace chatmock::policy
