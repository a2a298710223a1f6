// The keywords of a JSON Schema whose values the library would find wrong late, without saying where, or by
// crashing.
#pragma once

#include "base/json.hpp"

namespace chatmock::catalogue {

// Fails with `invalid_value` and the keyword's pointer.
Result<void> check_keywords(const Json& schema);

} // namespace chatmock::catalogue
