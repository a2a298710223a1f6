// The keywords of a JSON Schema whose values the library would find wrong late, without saying where, or by
// crashing.
#pragma once

#include "base/json.hpp"

#include <set>
#include <string>

namespace chatmock::catalogue {

// Fails with `invalid_value` and the keyword's pointer. Patterns in `known` are regular expressions, and
// those that are found to be join them: compiling one to see that is slow.
Result<void> check_keywords(const Json& schema, std::set<std::string>& known);

} // namespace chatmock::catalogue
