// Values that a place's schema probably refuses.
#pragma once

#include "catalogue/payload_edits.hpp"
#include "schema/parts.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace chatmock::catalogue {

// Sorted by kind, always in the same order. A kind may have several candidates, the likeliest first: the
// contract must check them. `present` is the value, or null if there is none.
std::vector<Candidate> mutations_of(const schema::Parts& parts, const Json* present);

} // namespace chatmock::catalogue
