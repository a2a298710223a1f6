// What is wrong with a payload: one mistake, at one place, by one rule.
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
    wrong_value, // beyond a limit, not listed, or against whatever else the schema says
    unknown_field,
    too_costly, // to be checked: there is no verdict
};

struct Finding {
    FindingKind kind;
    std::string at;       // a pointer into the payload; a field that is missing or unknown has its own
    std::string expected; // in words
    std::string got;      // its JSON, shortened; or "nothing"
    std::string rule;     // a pointer into the schema, behind DOCUMENT# if it is in another one
};

using Findings = std::vector<Finding>;

// Of one payload; further ones are left out.
constexpr std::size_t findings_max = 1000;

// As reports for machines write it: "missing_field".
std::string_view name_of(FindingKind kind);

// "wrong type: expected a string, got 5"
std::string sentence_of(const Finding& finding);

} // namespace chatmock::schema
