// Numbers in JSON, exactly as they are written.
//
// An integer of 64 bits, and a fraction that is written as the library would write it, are the library's
// numbers. Of any other number (`1e3`, `1.50`, more than 64 bits) the text is kept: as bytes with a subtype
// of its own, since the library has no room for it. So `Json::is_number()` and `Json::is_binary()` say too
// little of what comes from outside: ask these.
#pragma once

#include "base/json/json.hpp"
#include "base/text/decimal.hpp"

namespace chatmock {

bool is_number(const Json& value);

// Bytes, and not a number whose text is kept.
bool is_bytes(const Json& value);

// Absent unless the value is an integer of 64 bits: `7`, `7.0` and `1e3` are.
std::optional<std::int64_t> integer_of(const Json& value);

// The nearest double; absent unless the value is a number.
std::optional<double> double_of(const Json& value);

// The number that this text writes, which is valid JSON. to_text() gives the same text back.
Json number_from(std::string_view text);

// Of a number.
std::string number_text(const Json& number);
Decimal decimal_of(const Json& number);

} // namespace chatmock
