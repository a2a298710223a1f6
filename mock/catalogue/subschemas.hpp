// Reading a JSON Schema (draft 7) along a value: which of its parts speak about the value, its members, its
// items.
#pragma once

#include "base/json.hpp"

#include <string>
#include <vector>

namespace chatmock::catalogue {

// Where a reference within the schema leads; null where it leads nowhere.
const Json* referred_to(const Json& root, const Json& reference);

// Objects that all speak about one and the same value, each once. They live as long as their root.
using Schemas = std::vector<const Json*>;

// The schema, and those that its references, allOf, anyOf, oneOf, then and else name. What is only one of
// several choices, or under a condition, is among them: it may not hold for the value.
Schemas speaking_with(const Json& root, const Json& schema);

// Of the members of the value: what they are called, in the schemas' order, and what speaks about one.
std::vector<std::string> member_names(const Schemas& schemas);
Schemas of_member(const Json& root, const Schemas& schemas, const std::string& name);

// What speaks about the first item of the value.
Schemas of_first_item(const Json& root, const Schemas& schemas);

} // namespace chatmock::catalogue
