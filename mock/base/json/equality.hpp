// When two values of JSON are the same: whatever the order of members, and however a number is written.
#pragma once

#include "base/json/json.hpp"

namespace chatmock {

// `1`, `1.0` and `10e-1` are equal; so are objects with the same members.
bool equal(const Json& one, const Json& other);

// The same for values that are equal.
std::size_t hash_of(const Json& value);

} // namespace chatmock
