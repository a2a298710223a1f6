// Equality of JSON values: the order of members and the spelling of numbers do not matter.
#pragma once

#include "base/json/json.hpp"

namespace chatmock {

// `1`, `1.0` and `10e-1` are equal; so are objects with the same members.
bool equal(const Json& one, const Json& other);

// Equal values have equal hashes.
std::size_t hash_of(const Json& value);

} // namespace chatmock
