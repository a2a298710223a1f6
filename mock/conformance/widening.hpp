// Changes a JSON Schema so that it allows a payload that it refused.
#pragma once

#include "conformance/drift.hpp"

#include <optional>
#include <string>

namespace chatmock::conformance {

// The schema of values like this one: types, fields and the formats uuid and date-time, without values. The
// `items` of an empty list is false, as its items are unknown.
Json schema_for(const Json& value);

// Changes the rule that the drift names, so that it allows the payload. The payload's values never enter the
// schema: lists of values and limits that forbid it are removed. Returns a pointer to the change; empty if no
// change is known. Schema and payload contain no bytes.
std::optional<std::string> widen(Json& schema, const Drift& drift, const Json& payload);

} // namespace chatmock::conformance
