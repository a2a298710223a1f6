#include "base/json.hpp"

#include "base/lone_surrogates.hpp"

#include <algorithm>

namespace chatmock {

namespace {

// Counts how deep the text nests without building anything, so that a hostile body cannot exhaust
// the stack of the recursive code behind it.
bool nests_deeper_than(int depth_max, std::string_view text) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\') ++i;
            if (c == '"') in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            if (++depth > depth_max) return true;
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return false;
}

std::string line_and_column(std::string_view text, std::size_t byte) {
    const auto before = text.substr(0, byte == 0 ? 0 : byte - 1);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto line_start = before.rfind('\n');
    const auto column = before.size() - (line_start == std::string_view::npos ? 0 : line_start + 1) + 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

// The library's message ends with what it found and what it expected; its head repeats the position.
std::string reason_of(const nlohmann::json::parse_error& error) {
    const std::string text = error.what();
    const auto colon = text.find(": ", text.find("column"));
    return colon == std::string::npos ? text : text.substr(colon + 2);
}

} // namespace

Result<Json> parse_json(std::string_view text, int depth_max) {
    if (nests_deeper_than(depth_max, text)) {
        return Error{ErrorCode::malformed_json,
                     "JSON nested at most " + std::to_string(depth_max) + " deep was expected"};
    }
    try {
        const auto marked = mark_lone_surrogates(text);
        auto json = Json::parse(marked ? std::string_view(*marked) : text);
        if (marked) restore_lone_surrogates(json);
        return json;
    } catch (const nlohmann::json::parse_error& error) {
        return Error{ErrorCode::malformed_json,
                     "not JSON: " + line_and_column(text, error.byte) + ": " + reason_of(error)};
    } catch (const nlohmann::json::out_of_range&) {
        return Error{ErrorCode::malformed_json, "not JSON: a number came that is too large"};
    }
}

std::string pointer_to(std::string_view parent, std::string_view member) {
    std::string pointer(parent);
    pointer += '/';
    for (const char c : member) {
        if (c == '~') pointer += "~0";
        else if (c == '/') pointer += "~1";
        else pointer += c;
    }
    return pointer;
}

std::string pointer_to(std::string_view parent, std::size_t index) {
    return std::string(parent) + "/" + std::to_string(index);
}

Json to_json(const Error& error) {
    Json json = {{"code", name_of(error.code)}, {"message", error.message}};
    if (!error.at.empty()) json["at"] = error.at;
    if (!error.violations.empty()) {
        Json violations = Json::array();
        for (const auto& violation : error.violations) {
            violations.push_back({{"at", violation.at}, {"message", violation.message}});
        }
        json["violations"] = std::move(violations);
    }
    if (!error.nearest.empty()) json["nearest"] = error.nearest;
    return {{"error", std::move(json)}};
}

void merge_patch(Json& target, const Json& patch) {
    if (!patch.is_object()) {
        target = patch;
        return;
    }
    if (!target.is_object()) target = Json::object();
    bool removes = false;
    for (const auto& [name, value] : patch.items()) {
        if (value.is_null()) removes = true;
        else merge_patch(target[name], value);
    }
    if (!removes) return;
    const auto& changes = patch.get_ref<const Json::object_t&>();
    target.get_ref<Json::object_t&>().erase_if([&](const auto& member) {
        const auto change = changes.find(member.first);
        return change != changes.end() && change->second.is_null();
    });
}

bool contains(const Json& whole, const Json& part) {
    if (part.is_array()) {
        return whole.is_array() && std::equal(whole.begin(), whole.end(), part.begin(), part.end(), contains);
    }
    if (!part.is_object()) return whole == part;
    if (!whole.is_object()) return false;
    for (const auto& [name, value] : part.items()) {
        const auto found = whole.find(name);
        if (found == whole.end() || !contains(*found, value)) return false;
    }
    return true;
}

} // namespace chatmock
