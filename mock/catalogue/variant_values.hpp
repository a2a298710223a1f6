// Values that a place's schema probably allows, at the edges of its limits.
#pragma once

#include "catalogue/payload_edits.hpp"
#include "schema/parts.hpp"

#include <vector>

namespace chatmock::catalogue {

// Sorted by kind, always in the same order. The contract must check them. `present` is the value, or null if
// there is none.
std::vector<Candidate> variations_of(const schema::Parts& parts, const Json* present);

} // namespace chatmock::catalogue
