// One mistake in a payload: its place, and the violated rule.
#pragma once

#include "base/json/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace chatmock::schema {

enum class FindingKind {
    missing_field,
    wrong_type,
    wrong_format,
    wrong_value, // beyond a limit, not listed, or in conflict with any other rule
    unknown_field,
    too_costly, // the check was stopped: no verdict
};

struct Finding {
    FindingKind kind;
    std::string at;       // a pointer into the payload; a missing or unknown field has its own
    std::string expected; // in words
    std::string got;      // its JSON, shortened; or "nothing"
    std::string rule;     // a pointer into the schema, behind DOCUMENT# if it is in another one
};

using Findings = std::vector<Finding>;

// Per payload; more are left out.
constexpr std::size_t findings_max = 1000;

// The kind's name in reports for machines: "missing_field".
std::string_view name_of(FindingKind kind);

// "wrong type: expected a string, got 5"
std::string sentence_of(const Finding& finding);

} // namespace chatmock::schema
