// What can stand in a value's place so that its schema refuses it.
#pragma once

#include "catalogue/edit.hpp"
#include "schema/parts.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace chatmock::catalogue {

// Kind by kind, always in the same order. Of one kind there may be several, the likeliest first: whether a
// contract refuses one is to be asked of the contract. `present` is the value, or null where there is none.
std::vector<Candidate> mutations_of(const schema::Parts& parts, const Json* present);

} // namespace chatmock::catalogue
