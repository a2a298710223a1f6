// Describes an input in words, for the report of a failure.
#pragma once

#include "core/input/input.hpp"

#include <string>

namespace chatmock::random {

// The kinds of inputs, in the order of core::Input.
std::string_view kind_of(const core::Input& input);

std::string words_of(const core::Input& input);

} // namespace chatmock::random
