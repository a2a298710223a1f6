// The error of a payload that breaks its contract.
#pragma once

#include "base/error.hpp"

namespace chatmock::catalogue {

// The message begins with the first violation, and ends with `sentence`. Precondition: there is a violation.
inline Error broken_contract(std::vector<Violation> violations, const std::string& sentence) {
    const auto& first = violations.front();
    Error error{ErrorCode::contract_violation,
                (first.at.empty() ? "" : first.at + ": ") + first.message + "; " + sentence};
    error.violations = std::move(violations);
    return error;
}

} // namespace chatmock::catalogue
