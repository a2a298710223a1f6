// Payloads that break their contract in one place each, derived from the schema:
//
//   missing:/id      the field is left out
//   type:/id         it has a type that is not allowed
//   null:/id         it is null, which is not allowed
//   empty:/id        it is an empty text, list or object, which is not allowed
//   format:/id       its pattern refuses it
//   too_short, too_long, too_small, too_large, too_few, too_many
//                    a limit of the text, the number or the list is exceeded, by one
//   value:/id        it is not one of the listed values
//   extra:/…         it has a field that is not allowed
#pragma once

#include "catalogue/payload_edits.hpp"

namespace chatmock::catalogue {

using Mutant = Edit;

inline Result<std::vector<Mutant>> mutants_of(const Contract& contract, const Template& payload) {
    return edits_of(contract, payload, Aim::breaks);
}

inline Result<std::vector<Mutant>> choose_mutants(const Event& event, const Template& payload,
                                                  std::string_view name) {
    return choose_edits(event, payload, Aim::breaks, name);
}

} // namespace chatmock::catalogue
