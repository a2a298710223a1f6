// Payloads that keep their contract, each at one of its edges: what an app has to cope with.
//
//   absent:/id       the field is left out
//   null:/id         it is null
//   value_1:/id …    it is the first of the values that are listed, the second …; true and false count as
//   listed shortest, longest, emoji, right_to_left, combining, four_byte, control
//                    a text as short or as long as is allowed, or of such characters
//   smallest, largest, zero, fraction
//                    a number; without a limit the last that every reader of JSON has exactly
//   empty:/id        a list or an object with nothing in it
//   fewest, many     a list of as few or as many items as are allowed; without a limit of 100
//   extra:/…         a field of a name that the contract does not mention
#pragma once

#include "catalogue/edit.hpp"

namespace chatmock::catalogue {

using Variant = Edit;

inline Result<std::vector<Variant>> variants_of(const Contract& contract, const Template& payload) {
    return edits_of(contract, payload, Aim::keeps);
}

} // namespace chatmock::catalogue
