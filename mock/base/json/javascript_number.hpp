// Numbers as JavaScript has them: what a server in Node.js makes of those that a client sent.
#pragma once

#include "base/json/json.hpp"

namespace chatmock {

// The nearest double, written as ECMA-262 (Number::toString) writes it: 7 for `7.0`, 1e+21 for `1e21`.
Json javascript_number(const Json& number);

// The same for each number in the value.
void round_to_javascript(Json& value);

} // namespace chatmock
