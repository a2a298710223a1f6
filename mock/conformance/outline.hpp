// Which fields payloads have, and of which types they are: a payload without its content.
#pragma once

#include "schema/schema.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace chatmock::conformance {

// Of a value: "null", "boolean", "integer", "number", "uuid", "date-time", "string", "object", "list",
// "empty list", "bytes".
std::string kind_of(const Json& value);

struct Place {
    std::set<std::string> kinds; // none where any is allowed
    bool always = true;          // whether every object that could have it has it
    // What a contract says of it besides, by keyword; each choice there is may say its own.
    std::map<std::string, std::set<Json>> rules;
};

// By pointer; the items of a list are one place, "/list/*".
using Outline = std::map<std::string, Place>;

// What is past it is left out.
constexpr std::size_t places_max = 1000;

// Of all the payloads together.
Outline outline_of_payloads(const std::vector<Json>& payloads);

// Of what a JSON Schema allows. What only one of several choices has is there too.
Outline outline_of_schema(const schema::Schema& schema);

// Whether the place is in what is at the other, at any depth.
bool is_within(const std::string& pointer, const std::string& outer);

} // namespace chatmock::conformance
