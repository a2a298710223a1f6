// Payloads that break their contract in one place each: what a schema implies can go wrong with its fields.
//
//   missing:/id      the field is left out
//   type:/id         it has a type that is not allowed
//   null:/id         it is null, which is not allowed
//   empty:/id        it is an empty text, list or object, which is not allowed
//   format:/id       its pattern refuses it
//   too_short, too_long, too_small, too_large, too_few, too_many
//                    a limit of the text, the number or the list is passed, by one
//   value:/id        it is none of the values that are listed
//   extra:/…         there is a field more than is allowed
#pragma once

#include "catalogue/catalogue.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace chatmock::catalogue {

struct Mutant {
    std::string name; // its kind, and the JSON Pointer of its place
    std::string at;   // that pointer
    std::string does; // to the payload, in words
    Template payload; // broken
};

constexpr std::size_t mutants_max = 1000;

// Every mutant of the payload, in the schema's order, at most `mutants_max`. Each was shown to the contract,
// its placeholders filled with samples, and refused at its place; what was not is left out. Of lists it is
// the first item that breaks. Fails with `invalid_value` where the payload is too large for so many.
Result<std::vector<Mutant>> mutants_of(const Contract& contract, const Template& payload);

// The one of that name, or all where it is "*"; never none. Fails with `unknown_mutant` and the nearest
// names, or with `inapplicable_mutant` where only another payload of the event has it.
Result<std::vector<Mutant>> choose_mutants(const Event& event, const Template& payload,
                                           std::string_view name);

} // namespace chatmock::catalogue
