// UTF-8 (RFC 3629), and its extension WTF-8: there a lone surrogate, half of a UTF-16 pair, is three bytes.
// JSON can write such a half ("\ud83d"), so strings in memory can hold it; what leaves the process never
// does.
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

// Whether the byte is one of a character's later ones.
constexpr bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U; }

constexpr bool is_surrogate(char32_t code_point) { return code_point >= 0xd800 && code_point <= 0xdfff; }

// The character at the front of text that is not empty, a lone surrogate too; nothing where it is no WTF-8.
std::optional<Character> first_character(std::string_view text);

// Where the character begins that the byte at `place` is in; `place` itself at the text's end or beyond.
std::size_t start_of_character(std::string_view text, std::size_t place);

void append_character(char32_t code_point, std::string& text);

// Without lone surrogates.
bool is_utf8(std::string_view text);

// How many bytes at the front of ill-formed text one U+FFFD replaces, as WHATWG's decoder counts them. At
// least 1.
std::size_t ill_formed_bytes(std::string_view text);

// The text, each ill-formed part replaced by U+FFFD: what Node's decoder makes of it.
std::string well_formed(std::string_view text);

} // namespace chatmock
