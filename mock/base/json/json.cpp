#include "base/json/json.hpp"

#include "base/json/equality.hpp"

#include <algorithm>

namespace chatmock {

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

Json to_json(const std::vector<Violation>& violations) {
    Json json = Json::array();
    for (const auto& violation : violations) {
        json.push_back({{"at", violation.at}, {"message", violation.message}});
        if (!violation.rule.empty()) json.back()["rule"] = violation.rule;
    }
    return json;
}

Json to_json(const Error& error) {
    Json json = {{"code", name_of(error.code)}, {"message", error.message}};
    if (!error.at.empty()) json["at"] = error.at;
    if (!error.violations.empty()) json["violations"] = to_json(error.violations);
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

Json merge_patch_between(const Json& from, const Json& to) {
    if (!from.is_object() || !to.is_object()) return to;
    Json patch = Json::object();
    for (const auto& [name, value] : to.items()) {
        const auto old = from.find(name);
        if (old == from.end()) patch[name] = value;
        else if (*old != value) patch[name] = merge_patch_between(*old, value);
    }
    for (const auto& [name, value] : from.items()) {
        if (!to.contains(name)) patch[name] = nullptr;
    }
    return patch;
}

bool contains(const Json& whole, const Json& part) {
    if (part.is_array()) {
        return whole.is_array() && std::equal(whole.begin(), whole.end(), part.begin(), part.end(), contains);
    }
    if (!part.is_object()) return equal(whole, part);
    if (!whole.is_object()) return false;
    for (const auto& [name, value] : part.items()) {
        const auto found = whole.find(name);
        if (found == whole.end() || !contains(*found, value)) return false;
    }
    return true;
}

} // namespace chatmock
