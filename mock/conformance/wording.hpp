// How drifts say what was expected, and what came.
#pragma once

#include "base/json.hpp"

#include <string>
#include <vector>

namespace chatmock::conformance {

// The value's JSON, shortened; bytes as {"$binary":…}.
std::string shown_value(const Json& value);

// What the type of the value is called in a schema; "bytes" of bytes.
std::string type_of(const Json& value);

// The text in printable ASCII: what else there is becomes \uXXXX, a line's end too; an ellipsis three dots.
std::string to_ascii(const std::string& text);

// "a, b or c"
std::string alternatives(const std::vector<std::string>& words);

// The types that a schema's `type` names.
std::vector<std::string> types_named(const Json& schema);

// What the schema wants, by its own keywords: `string (uuid) or null`.
std::string wish_of(const Json& schema);

} // namespace chatmock::conformance
