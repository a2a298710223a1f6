// Writes a regular expression of ECMA-262 in PCRE2's syntax.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace chatmock::schema {

// Reads the pattern as with the flag `u`; only escaped punctuation is always taken for itself, and a brace
// that does not begin a quantifier. Fails with what it does not understand, as words that end a sentence.
// Differs from ECMA-262 in one point: a repeated group keeps what it captured in an earlier round.
Result<std::string> translate_ecma(std::string_view pattern);

} // namespace chatmock::schema
