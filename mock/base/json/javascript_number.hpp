// Numbers as JavaScript reads them: a server in Node.js rounds numbers of its clients like this.
#pragma once

#include "base/json/json.hpp"

namespace chatmock {

// The nearest double, written as ECMA-262 (Number::toString) writes it: 7 for `7.0`, 1e+21 for `1e21`.
Json javascript_number(const Json& number);

// The same for each number in the value.
void round_to_javascript(Json& value);

} // namespace chatmock
