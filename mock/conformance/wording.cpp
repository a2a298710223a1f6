#include "conformance/wording.hpp"

#include "base/binary_json.hpp"
#include "base/fields.hpp"
#include "engineio/unicode.hpp"

namespace chatmock::conformance {

std::string shown_value(const Json& value) {
    return has_bytes(value) ? shown(with_bytes_written(value)) : shown(value);
}

std::string type_of(const Json& value) {
    switch (value.type()) {
        case Json::value_t::null: return "null";
        case Json::value_t::boolean: return "boolean";
        case Json::value_t::number_integer:
        case Json::value_t::number_unsigned: return "integer";
        case Json::value_t::number_float: return "number";
        case Json::value_t::string: return "string";
        case Json::value_t::array: return "array";
        case Json::value_t::object: return "object";
        default: return "bytes";
    }
}

std::string to_ascii(const std::string& text) {
    constexpr std::string_view ellipsis = "…";
    constexpr std::string_view digits = "0123456789abcdef";
    std::string printable;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (text.compare(i, ellipsis.size(), ellipsis) == 0) {
            printable += "...";
            i += ellipsis.size() - 1;
        } else if (byte < 0x20 || byte == 0x7f) {
            printable += "\\u00";
            printable += digits[byte >> 4U];
            printable += digits[byte & 0xfU];
        } else {
            printable += text[i];
        }
    }
    return engineio::escape_to_ascii(printable);
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
    const auto type = schema.find("type");
    if (type == schema.end()) return names;
    const Json list = type->is_array() ? *type : Json::array({*type});
    for (const auto& name : list) {
        if (name.is_string()) names.push_back(name.get<std::string>());
    }
    return names;
}

std::string wish_of(const Json& schema) {
    if (!schema.is_object()) return schema == Json(false) ? "nothing" : "any value";
    if (schema.contains("const")) return shown(schema["const"]);
    std::vector<std::string> words;
    if (schema.contains("enum") && schema["enum"].is_array()) {
        constexpr std::size_t told_max = 10;
        for (const auto& each : schema["enum"]) {
            if (words.size() < told_max) words.push_back(shown(each));
            else if (words.size() == told_max) words.emplace_back("another that is listed");
        }
        return alternatives(words);
    }
    const auto format = schema.find("format");
    for (const auto& type : types_named(schema)) {
        const bool is_formatted = type == "string" && format != schema.end() && format->is_string();
        words.push_back(is_formatted ? "string (" + format->get<std::string>() + ")" : type);
    }
    return words.empty() ? "a value that fits" : alternatives(words);
}

} // namespace chatmock::conformance
