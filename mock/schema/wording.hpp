// Words for messages: a schema's expectation, and a value's kind.
#pragma once

#include "base/json/json.hpp"

#include <string>
#include <vector>

namespace chatmock::schema {

// The value's JSON, shortened; bytes as {"$binary":…}.
std::string shown_value(const Json& value);

// The value's type in a schema; "bytes" for bytes.
std::string type_of(const Json& value);

// "a, b or c"
std::string alternatives(const std::vector<std::string>& words);

// The types in a schema's `type`.
std::vector<std::string> types_named(const Json& schema);

// The schema's expectation from its own keywords: "a string (uuid) or null".
std::string expectation_of(const Json& schema);

} // namespace chatmock::schema
