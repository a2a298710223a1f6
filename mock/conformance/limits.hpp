// The keywords of a JSON Schema that hold a number against the size of something.
#pragma once

#include "base/json.hpp"

#include <optional>
#include <string>

namespace chatmock::conformance {

struct PassedLimit {
    std::string keyword;
    std::string expected; // "at most 3 characters"
};

// The first limit of the schema's own that the value passes.
std::optional<PassedLimit> passed_limit(const Json& schema, const Json& value);

bool is_limit(const std::string& keyword);

} // namespace chatmock::conformance
