// How messages say what a schema expects, and what a value is.
#pragma once

#include "base/json/json.hpp"

#include <string>
#include <vector>

namespace chatmock::schema {

// The value's JSON, shortened; bytes as {"$binary":…}.
std::string shown_value(const Json& value);

// The name of the value's type in a schema; "bytes" of bytes.
std::string type_of(const Json& value);

// "a, b or c"
std::string alternatives(const std::vector<std::string>& words);

// The types that a schema's `type` names.
std::vector<std::string> types_named(const Json& schema);

// What the schema expects, by its own keywords: "a string (uuid) or null".
std::string wish_of(const Json& schema);

} // namespace chatmock::schema
