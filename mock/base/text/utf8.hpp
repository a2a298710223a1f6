// UTF-8 (RFC 3629), and its extension WTF-8: there a lone surrogate, half of a UTF-16 pair, takes three
// bytes. JSON can write such a half ("\ud83d"), so strings in memory can hold it; it never leaves the
// process.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace chatmock {

struct Character {
    char32_t code_point;
    std::size_t bytes;
};

constexpr char32_t replacement_character = 0xfffd;

// True if the byte is a later byte of a character.
constexpr bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U; }

constexpr bool is_surrogate(char32_t code_point) { return code_point >= 0xd800 && code_point <= 0xdfff; }

// The character at the front of a text that is not empty; it may be a lone surrogate. Empty if it is not
// WTF-8.
std::optional<Character> first_character(std::string_view text);

// The start of the character that contains the byte at `place`; `place` itself at the text's end or beyond.
std::size_t start_of_character(std::string_view text, std::size_t place);

void append_character(char32_t code_point, std::string& text);

// UTF-8 without lone surrogates.
bool is_utf8(std::string_view text);

// The number of bytes at the front of ill-formed text that one U+FFFD replaces, by WHATWG's decoder. At least
// 1.
std::size_t ill_formed_bytes(std::string_view text);

// The text with each ill-formed part replaced by U+FFFD, as Node's decoder does.
std::string well_formed(std::string_view text);

} // namespace chatmock
