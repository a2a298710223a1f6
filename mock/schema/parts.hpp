// Follows a schema along a value: finds the schemas that describe the value, its members and its items.
#pragma once

#include "schema/node.hpp"

namespace chatmock::schema {

// Schemas that describe the same value, each once. They live as long as their schema.
using Parts = std::vector<const Node*>;

// The schema, and those in its references, allOf, anyOf, oneOf, then and else. Some may not apply to the
// value: one of several choices, or under a condition.
Parts parts_of(const Node& schema);

// The members of the value: their names in the schemas' order, and the schemas of one.
std::vector<std::string> member_names(const Parts& parts);
Parts of_member(const Parts& parts, const std::string& name);

// The schemas of the value's first item.
Parts of_first_item(const Parts& parts);

// The keyword's value in the schema itself; null if absent.
const Json* keyword_of(const Node& schema, const std::string& keyword);

} // namespace chatmock::schema
