// The shape of payloads, without content: their fields and types.
#pragma once

#include "schema/schema.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace chatmock::conformance {

// The kind of a value: "null", "boolean", "integer", "number", "uuid", "date-time", "string", "object",
// "list", "empty list", "bytes".
std::string kind_of(const Json& value);

struct Place {
    std::set<std::string> kinds; // empty if any is allowed
    bool always = true;          // true if every object that can have the field has it
    // Other rules of a contract, by keyword; each of several choices may add its own.
    std::map<std::string, std::set<Json>> rules;
};

// By pointer; all items of a list share one place, "/list/*".
using Outline = std::map<std::string, Place>;

// Places past it are left out.
constexpr std::size_t places_max = 1000;

// The shape of all payloads together.
Outline outline_of_payloads(const std::vector<Json>& payloads);

// The shape of everything that a JSON Schema allows, fields of only one of several choices included.
Outline outline_of_schema(const schema::Schema& schema);

// True if the place is inside the other one, at any depth.
bool is_within(const std::string& pointer, const std::string& outer);

} // namespace chatmock::conformance
