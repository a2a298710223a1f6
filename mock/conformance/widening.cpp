#include "conformance/widening.hpp"

#include "conformance/formats.hpp"
#include "schema/limit.hpp"
#include "schema/wording.hpp"

#include <algorithm>
#include <array>

namespace chatmock::conformance {

namespace {

constexpr std::size_t fields_max = 200; // an object with more is a table, not a type

Json schema_for_text(const std::string& text) {
    const auto format = format_of(text);
    if (format.empty()) return {{"type", "string"}};
    return {{"type", "string"},
            {"format", format},
            {"pattern", format == "uuid" ? uuid_pattern : date_time_pattern}};
}

Json schema_for_object(const Json& object) {
    Json schema = {{"type", "object"}};
    if (object.size() > fields_max) return schema;
    const auto names_data = [](const auto& member) { return !is_identifier(member.key()); };
    const auto members = object.items();
    schema["additionalProperties"] = std::any_of(members.begin(), members.end(), names_data);
    auto required = Json::array();
    auto properties = Json::object();
    for (const auto& [name, member] : object.items()) {
        if (!is_identifier(name)) continue; // any key is allowed
        required.push_back(name);
        properties[name] = schema_for(member);
    }
    if (!required.empty()) schema["required"] = std::move(required);
    schema["properties"] = std::move(properties);
    return schema;
}

// JSON Schema's keywords for values of that type.
std::vector<std::string> keywords_about(const std::string& type) {
    if (type == "string") return {"format", "pattern", "minLength", "maxLength"};
    if (type == "object")
        return {"additionalProperties", "required",      "properties",
                "patternProperties",    "minProperties", "maxProperties"};
    if (type == "array")
        return {"items", "additionalItems", "minItems", "maxItems", "uniqueItems", "contains"};
    return {};
}

void add_type(Json& schema, const Json& value) {
    const auto like = schema_for(value);
    const auto type = like.at("type").get<std::string>();
    auto types = schema::types_named(schema);
    if (type == "number") types.erase(std::remove(types.begin(), types.end(), "integer"), types.end());
    types.push_back(type);
    schema["type"] = types.size() == 1 ? Json(types.front()) : Json(types);
    for (const auto& keyword : keywords_about(type)) {
        if (like.contains(keyword)) schema[keyword] = like[keyword];
        else schema.erase(keyword); // it applied to values that were not allowed
    }
}

// Removes members that the object lacks from `required`.
void drop_required(Json& schema, const Json& object) {
    auto still = Json::array();
    for (const auto& name : schema["required"]) {
        if (!name.is_string() || object.contains(name.get<std::string>())) still.push_back(name);
    }
    if (still.empty()) schema.erase("required");
    else schema["required"] = std::move(still);
}

// True for keywords that limit values. They are removed as a whole: adding the value would copy personal data
// into the contract.
bool goes_as_a_whole(const std::string& keyword) {
    constexpr std::array<std::string_view, 5> others = {"enum", "const", "uniqueItems", "contains", "not"};
    return schema::limit_keyword(keyword) != nullptr ||
           std::find(others.begin(), others.end(), keyword) != others.end();
}

// Returns the keyword that changed; empty if none did.
std::string relax(Json& schema, const std::string& keyword, const Json& value) {
    if (goes_as_a_whole(keyword)) {
        schema.erase(keyword);
    } else if (keyword == "type") {
        add_type(schema, value);
    } else if (keyword == "pattern") {
        schema.erase("pattern");
        if (schema.erase("format") > 0) return "format";
    } else if (keyword == "anyOf") {
        schema["anyOf"].push_back(schema_for(value));
    } else if (keyword == "oneOf") {
        if (!schema.contains("anyOf")) schema["anyOf"] = schema["oneOf"];
        schema.erase("oneOf");
    } else {
        return "";
    }
    return keyword;
}

Json* find(Json& json, const Json::json_pointer& pointer) {
    return json.contains(pointer) ? &json.at(pointer) : nullptr;
}

} // namespace

Json schema_for(const Json& value) {
    if (value.is_object()) return schema_for_object(value);
    if (value.is_array())
        return {{"type", "array"}, {"items", value.empty() ? Json(false) : schema_for(value.front())}};
    if (value.is_string()) return schema_for_text(value.get_ref<const std::string&>());
    return {{"type", schema::type_of(value)}};
}

std::optional<std::string> widen(Json& schema, const Drift& drift, const Json& payload) {
    if (drift.rule.empty() || drift.rule.front() != '/')
        return std::nullopt; // no rule, or one in another file
    const Json::json_pointer rule(drift.rule);
    const Json::json_pointer place(drift.at);
    Json* const said = find(schema, rule);
    if (said == nullptr) return drift.rule; // removed for another drift of this payload
    const auto at = rule.parent_pointer().to_string();
    Json& parent = schema.at(rule.parent_pointer());
    const auto& keyword = rule.back();
    if (drift.kind == DriftKind::wrong_value && *said == Json(false)) { // the schema `false`
        *said = schema_for(payload.at(place));
        return drift.rule;
    }
    if (drift.kind == DriftKind::missing_field || keyword == "required") {
        const bool depends = keyword != "required"; // in `dependencies`
        const auto object = drift.kind == DriftKind::missing_field ? place.parent_pointer() : place;
        if (depends) parent.erase(keyword);
        else drop_required(parent, payload.at(object));
        return drift.rule;
    }
    const auto& value = payload.at(place);
    if (drift.kind == DriftKind::unknown_field && !is_identifier(place.back())) {
        parent["additionalProperties"] = true; // a key that is data must not be added by name
        return pointer_to(at, "additionalProperties");
    }
    if (drift.kind == DriftKind::unknown_field) {
        parent["properties"][place.back()] = schema_for(value);
        return pointer_to(at + "/properties", place.back());
    }
    const auto changed = relax(parent, keyword, value);
    return changed.empty() ? std::nullopt : std::optional(pointer_to(at, changed));
}

} // namespace chatmock::conformance
