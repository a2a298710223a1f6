#include "engineio/codec/unicode.hpp"

#include "base/text/utf8.hpp"

namespace chatmock::engineio {

namespace {

std::size_t utf16_units_begun_by(char byte) {
    if (is_continuation(byte)) return 0;
    return static_cast<unsigned char>(byte) >= 0xf0U ? 2 : 1;
}

void append_escape(char32_t unit, std::string& json) {
    constexpr std::string_view digits = "0123456789abcdef";
    json += "\\u";
    for (const unsigned shift : {12U, 8U, 4U, 0U}) json += digits[(unit >> shift) & 0xfU];
}

void append_escapes(char32_t code_point, std::string& json) {
    if (code_point < 0x10000) {
        append_escape(code_point, json);
    } else {
        append_escape(0xd800 + ((code_point - 0x10000) >> 10U), json);
        append_escape(0xdc00 + ((code_point - 0x10000) & 0x3ffU), json);
    }
}

} // namespace

std::size_t utf16_length(std::string_view text) {
    std::size_t units = 0;
    for (const char byte : text) units += utf16_units_begun_by(byte);
    return units;
}

std::optional<std::size_t> bytes_of_utf16(std::string_view text, std::size_t units) {
    std::size_t bytes = 0;
    for (; bytes < text.size(); ++bytes) {
        const auto begun = utf16_units_begun_by(text[bytes]);
        if (begun > units) break;
        units -= begun;
    }
    if (units > 0) return std::nullopt;
    return bytes;
}

std::string escape_to_ascii(std::string_view json) {
    std::string escaped;
    escaped.reserve(json.size());
    while (!json.empty()) {
        const auto character = first_character(json).value_or(Character{replacement_character, 1});
        if (character.code_point < 0x80) escaped += static_cast<char>(character.code_point);
        else append_escapes(character.code_point, escaped);
        json.remove_prefix(character.bytes);
    }
    return escaped;
}

std::optional<std::string> undo_double_utf8(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size());
    const auto size = text.size();
    while (!text.empty()) {
        const auto character = first_character(text);
        if (!character || character->code_point > 0xff) return std::nullopt;
        bytes += static_cast<char>(character->code_point);
        text.remove_prefix(character->bytes);
    }
    const bool is_ascii = bytes.size() == size;
    if (is_ascii || !is_utf8(bytes)) return std::nullopt;
    return bytes;
}

} // namespace chatmock::engineio
