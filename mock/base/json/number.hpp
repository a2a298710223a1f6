// Numbers in JSON, exactly as they are written.
//
// Integers of 64 bits, and fractions that the library would write the same way, are the library's numbers.
// Any other number (`1e3`, `1.50`, more than 64 bits) keeps its text: as bytes with a subtype of its own, as
// the library has no type for it. So for values from outside, use these functions instead of
// `Json::is_number()` and `Json::is_binary()`.
#pragma once

#include "base/json/json.hpp"
#include "base/text/decimal.hpp"

namespace chatmock {

bool is_number(const Json& value);

// True for bytes, false for a number that keeps its text.
bool is_bytes(const Json& value);

// Empty unless the value is an integer of 64 bits: `7`, `7.0` and `1e3` are.
std::optional<std::int64_t> integer_of(const Json& value);

// The nearest double; empty unless the value is a number.
std::optional<double> double_of(const Json& value);

// The number that this text writes. The text must be valid JSON; to_text() returns it unchanged.
Json number_from(std::string_view text);

// The text of a number.
std::string number_text(const Json& number);
Decimal decimal_of(const Json& number);

} // namespace chatmock
