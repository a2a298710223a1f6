#include "engineio/unicode.hpp"

namespace chatmock::engineio {

namespace {

constexpr char32_t replacement = 0xfffd;

struct Character {
    char32_t code_point;
    std::size_t bytes;
};

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U; }

std::size_t utf16_units_begun_by(char byte) {
    if (is_continuation(byte)) return 0;
    return static_cast<unsigned char>(byte) >= 0xf0U ? 2 : 1;
}

// The character at the front of text that is not empty; nothing where it is no UTF-8 (RFC 3629).
std::optional<Character> first_character(std::string_view text) {
    constexpr char32_t least_of[] = {0, 0, 0x80, 0x800, 0x10000}; // by the number of bytes
    const auto lead = static_cast<unsigned char>(text[0]);
    if (lead < 0x80U) return Character{lead, 1};
    if (lead < 0xc2U || lead > 0xf4U) return std::nullopt;
    const std::size_t bytes = lead < 0xe0U ? 2 : lead < 0xf0U ? 3 : 4;
    if (text.size() < bytes) return std::nullopt;
    char32_t code_point = lead & (0x7fU >> bytes);
    for (std::size_t i = 1; i < bytes; ++i) {
        if (!is_continuation(text[i])) return std::nullopt;
        code_point = (code_point << 6U) | (static_cast<unsigned char>(text[i]) & 0x3fU);
    }
    const bool is_surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
    if (code_point < least_of[bytes] || code_point > 0x10ffff || is_surrogate) return std::nullopt;
    return Character{code_point, bytes};
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

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto character = first_character(text);
        if (!character) return false;
        text.remove_prefix(character->bytes);
    }
    return true;
}

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
        const auto character = first_character(json).value_or(Character{replacement, 1});
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
