// Valid payloads, each at an edge of its contract: an app must handle them.
//
//   absent:/id       the field is left out
//   null:/id         it is null
//   value_1:/id …    it is the first listed value, the second …; a boolean lists true and false
//   shortest, longest, emoji, right_to_left, combining, four_byte, control
//                    a text of the least or greatest length, or of such characters
//   smallest, largest, zero, fraction
//                    a number; without a limit the last that every JSON reader has exactly
//   empty:/id        an empty list or object
//   fewest, many     a list of the least or greatest length; without a limit 100 items
//   extra:/…         a field of a name that the contract does not mention
#pragma once

#include "catalogue/payload_edits.hpp"

namespace chatmock::catalogue {

using Variant = Edit;

inline Result<std::vector<Variant>> variants_of(const Contract& contract, const Template& payload) {
    return edits_of(contract, payload, Aim::keeps);
}

} // namespace chatmock::catalogue
