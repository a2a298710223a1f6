// Escapes and character classes of ECMA-262 regular expressions.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace chatmock::schema {

// The meaning of an escape.
struct Escape {
    std::string set;              // PCRE2's text for a class, without brackets; empty for a character
    std::uint32_t code_point = 0; // of a character
};

// Both remove the parsed text from the front of `rest`. They fail with words that end a sentence.
Result<Escape> take_escape(std::string_view& rest);
Result<std::string> take_class(std::string_view& rest); // in PCRE2's syntax

// The character in PCRE2's syntax, valid at any place.
std::string escaped(std::uint32_t code_point);

} // namespace chatmock::schema
