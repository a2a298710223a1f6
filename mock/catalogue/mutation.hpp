// What can stand in a value's place so that its schema refuses it.
#pragma once

#include "catalogue/subschemas.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace chatmock::catalogue {

// A value that is wrong in one way.
struct Mutation {
    std::string_view kind;
    Json value;
    std::string does; // in words
};

// Kind by kind, always in the same order. Of one kind there may be several, the likeliest first: whether a
// contract refuses one is to be asked of the contract. `present` is the value, or null where there is none.
std::vector<Mutation> mutations_of(const Schemas& schemas, const Json* present);

} // namespace chatmock::catalogue
