// What can stand in a value's place so that its schema is likely to allow it, at the edges of what it allows.
#pragma once

#include "catalogue/edit.hpp"
#include "schema/parts.hpp"

#include <vector>

namespace chatmock::catalogue {

// Kind by kind, always in the same order. Whether a contract allows one must be asked of the contract.
// `present` is the value, or null if there is none.
std::vector<Candidate> variations_of(const schema::Parts& parts, const Json* present);

} // namespace chatmock::catalogue
