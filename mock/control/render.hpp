// How answers and errors look as JSON.
#pragma once

#include "base/json.hpp"

namespace chatmock::control {

// The entries of a journal answer, one compact JSON a line.
std::string to_json_lines(const Json& journal);

} // namespace chatmock::control
