// TypeScript's types of the events that clients receive, and of those they may send, made from contracts.
#pragma once

#include "catalogue/catalogue.hpp"

#include <map>
#include <string>

namespace chatmock::catalogue {

// An event that clients may send: the schema of its one argument, or of the list of its arguments.
struct SentEvent {
    std::string description;
    bool has_one_argument = true;
    Json schema;
};

// A module of declarations. A reference to another document becomes `unknown`.
std::string to_typescript(const Catalogue& catalogue, const std::map<std::string, SentEvent>& sent);

} // namespace chatmock::catalogue
