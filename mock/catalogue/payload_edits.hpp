// A payload that differs from the original in one place: it violates its contract there (a mutant), or keeps
// it at an edge (a variant).
#pragma once

#include "catalogue/catalogue.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace chatmock::catalogue {

struct Edit {
    std::string name; // the kind, and the JSON Pointer of its place: "missing:/id"
    std::string at;   // that pointer
    std::string does; // the change, in words
    Template payload; // the edited payload
};

enum class Aim { breaks, keeps };

// A value for a place.
struct Candidate {
    std::string_view kind;
    Json value;
    std::string does; // the change, in words
};

constexpr std::size_t edits_max = 1000;

// Every edit of the payload with this aim, in the schema's order, at most `edits_max`. Each is proved by the
// contract, with sample values for placeholders; others are left out. In a list, the first item changes.
// Fails with `invalid_value` if the payload is too large.
Result<std::vector<Edit>> edits_of(const Contract& contract, const Template& payload, Aim aim);

// The edit of that name, or all for "*"; never an empty list. Fails with `unknown_mutant` or
// `unknown_variant` and the nearest names, or with `inapplicable_mutant` or `inapplicable_variant` if only
// another payload of the event has it.
Result<std::vector<Edit>> choose_edits(const Event& event, const Template& payload, Aim aim,
                                       std::string_view name);

} // namespace chatmock::catalogue
