#include "policy/profile_source.hpp"

#include "base/json/fields.hpp"
#include "base/text/nearest.hpp"

#include <algorithm>
#include <optional>

namespace chatmock::policy {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view profile_suffix = ".json";
constexpr std::size_t parts_max = 10; // a profile, and those that it extends

Error in_file(Error error, const fs::path& file) {
    error.file = file.string();
    return error;
}

// A file's name is relative to the folder of the profile that names it, not of the one that extends it.
void make_paths_of_keys(Json& profile, const fs::path& folder) {
    const auto jwt = profile.find("jwt");
    if (jwt == profile.end() || !jwt->is_object()) return;
    for (const auto* name : {"public_key", "private_key", "jwks"}) {
        const auto key = jwt->find(name);
        if (key == jwt->end() || !key->is_string()) continue;
        const auto text = key->get<std::string>();
        if (text.find("-----BEGIN") == std::string::npos) *key = (folder / text).string();
    }
}

// The layers below the one that has `file`; none if no layer has it.
FileLayers layers_below(const FileLayers& fixtures, const fs::path& file) {
    const auto has_it = [&](const FileLayer& layer) { return is_below(file, layer.folder); };
    const auto layer = std::find_if(fixtures.begin(), fixtures.end(), has_it);
    return FileLayers(std::vector<FileLayer>(layer == fixtures.end() ? layer : layer + 1, fixtures.end()));
}

Result<fs::path> find_profile(const FileLayers& fixtures, const std::string& name) {
    std::vector<Error> unlistable;
    const auto files = files_in(fixtures, "profiles", profile_suffix, unlistable);
    if (!unlistable.empty()) return unlistable.front();
    std::vector<std::string> names;
    for (const auto& file : files) {
        names.push_back(stem_of(file.path, profile_suffix));
        if (names.back() == name) return file.path;
    }
    return Error{ErrorCode::invalid_value, unknown_name_message("profile", name, names)};
}

// The profile that `part` extends; an empty path if it extends none.
Result<fs::path> find_extended(const FileLayers& fixtures, const ProfilePart& part) {
    const auto extends = part.json.is_object() ? part.json.find("extends") : part.json.end();
    if (extends == part.json.end() || extends->is_null()) return fs::path();
    if (!extends->is_string()) return in_file(expected("a profile's name", *extends, "/extends"), part.file);
    const auto name = extends->get<std::string>();
    const bool is_own = name == stem_of(part.file, profile_suffix);
    auto found = find_profile(is_own ? layers_below(fixtures, part.file) : fixtures, name);
    if (found) return found;
    auto& error = found.error();
    if (error.file.empty()) error.at = "/extends";
    if (error.file.empty()) error.file = part.file.string();
    return found;
}

// A profile and those that it extends.
struct Chain {
    std::vector<fs::path> files;
    ProfileParts parts; // of the files that could be read
    std::optional<Error> error;
};

std::optional<Error> not_to_be_extended(const Chain& chain, const fs::path& file) {
    if (std::find(chain.files.begin(), chain.files.end(), file) != chain.files.end())
        return Error{ErrorCode::invalid_value, "expected another profile, got one that extends this one",
                     "/extends"};
    if (chain.files.size() < parts_max) return std::nullopt;
    const auto most = std::to_string(parts_max);
    return Error{ErrorCode::invalid_value, "expected at most " + most + " profiles, each extending the next",
                 "/extends"};
}

void follow(const FileLayers& fixtures, const std::string& name, Chain& chain) {
    auto file = find_profile(fixtures, name);
    while (file && !file->empty()) {
        if (auto error = not_to_be_extended(chain, *file)) {
            chain.error = in_file(std::move(*error), chain.files.back());
            return;
        }
        chain.files.push_back(*file);
        auto json = read_json_file(*file);
        if (!json) {
            chain.error = std::move(json.error());
            return;
        }
        make_paths_of_keys(*json, file->parent_path());
        chain.parts.push_back({*file, std::move(*json)});
        file = find_extended(fixtures, chain.parts.back());
    }
    if (!file) chain.error = std::move(file.error());
}

// True if the JSON has a value at the pointer. A list counts as a whole: any pointer into it is there.
bool has(const Json& json, const std::string& pointer) {
    const auto first = pointer.find('/');
    if (first == std::string::npos || !json.is_object()) return first == std::string::npos || !json.is_null();
    const auto end = std::min(pointer.find('/', first + 1), pointer.size());
    const auto name = pointer.substr(first + 1, end - first - 1);
    for (const auto& [member, value] : json.items()) {
        if (pointer_to("", member) == "/" + name) return has(value, pointer.substr(end));
    }
    return false;
}

} // namespace

std::vector<std::string> profile_names(const FileLayers& fixtures) {
    std::vector<Error> unlistable;
    std::vector<std::string> names;
    for (const auto& file : files_in(fixtures, "profiles", profile_suffix, unlistable))
        names.push_back(stem_of(file.path, profile_suffix));
    return names;
}

Result<ProfileParts> read_profile_parts(const FileLayers& fixtures, const std::string& name) {
    Chain chain;
    follow(fixtures, name, chain);
    if (chain.error) return std::move(*chain.error);
    return std::move(chain.parts);
}

std::vector<fs::path> profile_files(const FileLayers& fixtures, const std::string& name) {
    Chain chain;
    follow(fixtures, name, chain);
    return std::move(chain.files);
}

Json merged(const ProfileParts& parts) {
    Json json = parts.empty() ? Json::object() : parts.back().json;
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        if (part != parts.rbegin()) merge_patch(json, part->json);
        if (json.is_object()) json.erase("extends");
    }
    return json;
}

const ProfilePart& part_at(const ProfileParts& parts, const std::string& pointer) {
    const auto found = std::find_if(parts.begin(), parts.end(),
                                    [&](const ProfilePart& part) { return has(part.json, pointer); });
    return found == parts.end() ? parts.front() : *found;
}

Result<ProfilePart> parse_setting(const std::string& setting) {
    const auto equals = setting.find('=');
    Json value;
    if (equals != std::string::npos) {
        auto read = parse_json(setting.substr(equals + 1));
        value = read ? std::move(*read) : Json(setting.substr(equals + 1));
    }
    std::string_view path = std::string_view(setting).substr(0, equals);
    bool is_path = equals != std::string::npos && !path.empty();
    while (is_path && !path.empty()) {
        const auto dot = path.rfind('.');
        const auto name = path.substr(dot == std::string_view::npos ? 0 : dot + 1);
        is_path = !name.empty() && dot != 0;
        Json outer = Json::object();
        outer[std::string(name)] = std::move(value);
        value = std::move(outer);
        path = dot == std::string_view::npos ? std::string_view() : path.substr(0, dot);
    }
    if (is_path) return ProfilePart{"--set " + setting.substr(0, equals), std::move(value)};
    return Error{ErrorCode::invalid_value,
                 "--set: expected PATH=VALUE, such as protocol.ping_interval_ms=300, got \"" + setting +
                     "\""};
}

} // namespace chatmock::policy
