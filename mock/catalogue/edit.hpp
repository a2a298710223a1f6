// A payload that differs from another one in one place, on purpose: it breaks its contract there (a mutant),
// or keeps it at one of its edges (a variant).
#pragma once

#include "catalogue/catalogue.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace chatmock::catalogue {

struct Edit {
    std::string name; // its kind, and the JSON Pointer of its place: "missing:/id"
    std::string at;   // that pointer
    std::string does; // to the payload, in words
    Template payload; // the edited one
};

enum class Aim { breaks, keeps };

// A value to put in a place.
struct Candidate {
    std::string_view kind;
    Json value;
    std::string does; // in words
};

constexpr std::size_t edits_max = 1000;

// Every edit of the payload with this aim, in the schema's order, at most `edits_max`. Each was shown to the
// contract, its placeholders filled with samples, and proved; any other is left out. In a list it is the
// first item that changes. Fails with `invalid_value` if the payload is too large for so many.
Result<std::vector<Edit>> edits_of(const Contract& contract, const Template& payload, Aim aim);

// The one of that name, or all if it is "*"; never none. Fails with `unknown_mutant` or `unknown_variant` and
// the nearest names, or with `inapplicable_mutant` or `inapplicable_variant` if only another payload of the
// event has it.
Result<std::vector<Edit>> choose_edits(const Event& event, const Template& payload, Aim aim,
                                       std::string_view name);

} // namespace chatmock::catalogue
