// Translates ECMA-262 regular expressions to PCRE2's syntax.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace chatmock::schema {

// Reads the pattern as with the flag `u`, except that any escaped punctuation is itself, and so is a brace
// that does not begin a quantifier. Fails with the part that it does not understand, in words that end a
// sentence. One difference from ECMA-262: a repeated group keeps its capture from an earlier round.
Result<std::string> translate_ecma(std::string_view pattern);

} // namespace chatmock::schema
