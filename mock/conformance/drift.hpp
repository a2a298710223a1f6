// Where a payload is not what its contract says: mistake by mistake, each told once, at its own place.
#pragma once

#include "catalogue/contract.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace chatmock::conformance {

enum class DriftKind {
    missing_field,
    wrong_type,
    wrong_format,
    wrong_value, // it passes a limit, is not among those listed, or breaks what else the contract says
    unknown_field,
    wrong_arguments, // an event has not the one argument that its contract is about
    unknown_event,
};

// As reports for machines write it: "missing_field".
std::string_view name_of(DriftKind kind);

struct Drift {
    DriftKind kind;
    std::string at;       // a pointer into the payload; of a field that is missing or unknown its own
    std::string expected; // in words
    std::string came;     // its JSON, shortened; or "nothing"
    std::string rule;     // a pointer into the contract, to what does not hold; empty where that is unknown
};

// Of one payload; what is past it is not told.
constexpr std::size_t drifts_max = 1000;

// None where the payload keeps the contract, else at least one. An empty object that lacks several fields is
// one mistake, and so is a value that none of several choices fits: then the closest choice is explained.
std::vector<Drift> drifts_of(const catalogue::Contract& contract, const Json& payload);

} // namespace chatmock::conformance
