// The escapes and the character classes of ECMA-262's regular expressions.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace chatmock::schema {

// What an escape stands for.
struct Escape {
    std::string set;              // what is between the brackets of a class in PCRE2; empty for a character
    std::uint32_t code_point = 0; // of a character
};

// Both take what they read from the beginning of `rest`, and fail with words that end a sentence.
Result<Escape> take_escape(std::string_view& rest);
Result<std::string> take_class(std::string_view& rest); // in PCRE2's syntax

// The character as PCRE2 reads it anywhere.
std::string escaped(std::uint32_t code_point);

} // namespace chatmock::schema
