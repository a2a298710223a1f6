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
    too_costly, // to be checked: there is no verdict
};

// As reports for machines write it: "missing_field".
std::string_view name_of(DriftKind kind);

struct Drift {
    DriftKind kind;
    std::string at;          // a pointer into the payload; of a field that is missing or unknown its own
    std::string expected;    // in words
    std::string got;         // its JSON, shortened; or "nothing"
    std::string rule;        // a pointer into the contract, to what does not hold; empty if there is none
    bool only_warns = false; // a format that the contract names and does not assert
};

// Of one payload; what is past it is not told.
constexpr std::size_t drifts_max = 1000;

// Empty if the payload keeps the contract and has no bytes. As the contract's findings, in the same words.
std::vector<Drift> drifts_of(const catalogue::Contract& contract, const Json& payload);

// Of a payload that keeps the contract: texts without the format that the contract only warns of.
std::vector<Drift> warnings_of(const catalogue::Contract& contract, const Json& payload);

} // namespace chatmock::conformance
