// Differences between a payload and its contract: each mistake once, at its place.
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
    wrong_value, // beyond a limit, not listed, or in conflict with any other rule
    unknown_field,
    wrong_arguments, // the event has not exactly one argument
    unknown_event,
    too_costly, // the check was stopped: no verdict
};

// The kind's name in reports for machines: "missing_field".
std::string_view name_of(DriftKind kind);

struct Drift {
    DriftKind kind;
    std::string at;          // a pointer into the payload; a missing or unknown field has its own
    std::string expected;    // in words
    std::string got;         // its JSON, shortened; or "nothing"
    std::string rule;        // a pointer into the contract, to the violated rule; empty if there is none
    bool only_warns = false; // a format that the contract names but does not assert
};

// Per payload; more are left out.
constexpr std::size_t drifts_max = 1000;

// Empty if the payload is valid and has no bytes. Equal to the schema's findings, in the same words.
std::vector<Drift> drifts_of(const catalogue::Contract& contract, const Json& payload);

// For a valid payload: texts that do not match a format about which the contract only warns.
std::vector<Drift> warnings_of(const catalogue::Contract& contract, const Json& payload);

} // namespace chatmock::conformance
