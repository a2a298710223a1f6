#include "schema/wording.hpp"

#include "base/json/binary_json.hpp"
#include "base/json/fields.hpp"
#include "base/json/number.hpp"
#include "schema/finding.hpp"
#include "schema/node.hpp"

namespace chatmock::schema {

namespace {

std::string with_article(const std::string& type) {
    if (type == "null") return type;
    const bool begins_with_vowel = std::string_view("aeiou").find(type.front()) != std::string_view::npos;
    return (begins_with_vowel ? "an " : "a ") + type;
}

std::string kind_in_words(FindingKind kind) {
    switch (kind) {
        case FindingKind::missing_field: return "missing field";
        case FindingKind::wrong_type: return "wrong type";
        case FindingKind::wrong_format: return "wrong format";
        case FindingKind::wrong_value: return "wrong value";
        case FindingKind::unknown_field: return "unknown field";
        case FindingKind::too_costly: return "too costly to check";
    }
    return "";
}

} // namespace

std::string_view name_of(FindingKind kind) {
    switch (kind) {
        case FindingKind::missing_field: return "missing_field";
        case FindingKind::wrong_type: return "wrong_type";
        case FindingKind::wrong_format: return "wrong_format";
        case FindingKind::wrong_value: return "wrong_value";
        case FindingKind::unknown_field: return "unknown_field";
        case FindingKind::too_costly: return "too_costly";
    }
    return "";
}

std::string sentence_of(const Finding& finding) {
    return kind_in_words(finding.kind) + ": expected " + finding.expected + ", got " + finding.got;
}

std::string shown_value(const Json& value) {
    return has_bytes(value) ? shown(with_bytes_written(value)) : shown(value);
}

std::string type_of(const Json& value) {
    const auto types = types_of(value);
    if ((types & integer_type) != 0) return "integer";
    if ((types & number_type) != 0) return "number";
    switch (value.type()) {
        case Json::value_t::null: return "null";
        case Json::value_t::boolean: return "boolean";
        case Json::value_t::string: return "string";
        case Json::value_t::array: return "array";
        case Json::value_t::object: return "object";
        default: return "bytes";
    }
}

std::string alternatives(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
        text += words[i];
    }
    return text;
}

std::vector<std::string> types_named(const Json& schema) {
    std::vector<std::string> names;
    if (!schema.is_object()) return names;
    const auto type = schema.find("type");
    if (type == schema.end()) return names;
    const Json list = type->is_array() ? *type : Json::array({*type});
    for (const auto& name : list) {
        if (name.is_string()) names.push_back(name.get<std::string>());
    }
    return names;
}

std::string expectation_of(const Json& schema) {
    if (!schema.is_object()) return schema == Json(false) ? "nothing" : "any value";
    if (schema.contains("const")) return shown(schema["const"]);
    std::vector<std::string> words;
    if (schema.contains("enum") && schema["enum"].is_array()) {
        constexpr std::size_t named_max = 10;
        for (const auto& each : schema["enum"]) {
            if (words.size() < named_max) words.push_back(shown(each));
            else if (words.size() == named_max) words.emplace_back("another value of the list");
        }
        return words.empty() ? "nothing" : alternatives(words);
    }
    const auto format = schema.find("format");
    for (const auto& type : types_named(schema)) {
        const bool is_formatted = type == "string" && format != schema.end() && format->is_string();
        words.push_back(with_article(type) + (is_formatted ? " (" + format->get<std::string>() + ")" : ""));
    }
    return words.empty() ? "a value that fits" : alternatives(words);
}

} // namespace chatmock::schema
