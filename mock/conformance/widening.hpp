// Changes a JSON Schema so that it allows what it refuses.
#pragma once

#include "conformance/drift.hpp"

#include <optional>
#include <string>

namespace chatmock::conformance {

// The schema of values like this one: types, fields and the formats uuid and date-time, never what it says.
// Of an empty list, `items` is false: nothing is known of them yet.
Json schema_for(const Json& value);

// Changes what the drift's rule says, so that this rule lets the payload pass, which drifted from the schema.
// Nothing that the payload says gets into it: lists of values and limits that it passes go as a whole. A
// pointer into it to what changed, or nothing where it is not known how to. Neither has bytes.
std::optional<std::string> widen(Json& schema, const Drift& drift, const Json& payload);

} // namespace chatmock::conformance
