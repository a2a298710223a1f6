// Fills parameters into the strings of a scenario: {{user}} is the parameter of that name. A string of only a
// parameter becomes its value of any type; within a longer string it becomes text.
#pragma once

#include "base/json/json.hpp"

#include <string>

namespace chatmock::core {

struct Bindings {
    Json parameters = Json::object();
    Json to = {{"all", true}}; // the target of steps without one
};

// Fails with all unknown parameters, and the nearest names.
Result<Json> fill_in(Json json, const std::string& at, const Bindings& bindings);

} // namespace chatmock::core
