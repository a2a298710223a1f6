// What stands for names in the strings of a scenario: {{user}} is the parameter of that name. A string that
// is nothing else becomes the parameter's value, whatever its type; within a longer one it becomes text.
#pragma once

#include "base/json/json.hpp"

#include <string>

namespace chatmock::core {

struct Bindings {
    Json parameters = Json::object();
    Json to = {{"all", true}}; // the target of each step that names none
};

// Fails with every name that is no parameter, and the nearest that are.
Result<Json> fill_in(const Json& json, const std::string& at, const Bindings& bindings);

} // namespace chatmock::core
