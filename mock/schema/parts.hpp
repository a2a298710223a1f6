// Reading a schema along a value: which of its parts speak about the value, its members and its items.
#pragma once

#include "schema/node.hpp"

namespace chatmock::schema {

// Schemas that all speak about one and the same value, each once. They live as long as their schema.
using Parts = std::vector<const Node*>;

// The schema, and those that its references, allOf, anyOf, oneOf, then and else name. Those that are only one
// of several choices, or under a condition, are among them: they may not hold for the value.
Parts parts_of(const Node& schema);

// Of the members of the value: their names, in the schemas' order, and what speaks about one.
std::vector<std::string> member_names(const Parts& parts);
Parts of_member(const Parts& parts, const std::string& name);

// What speaks about the first item of the value.
Parts of_first_item(const Parts& parts);

// The keyword's value in the schema itself; null if it does not have the keyword.
const Json* keyword_of(const Node& schema, const std::string& keyword);

} // namespace chatmock::schema
