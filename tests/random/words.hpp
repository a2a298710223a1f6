// An input in words, for whom it has broken something.
#pragma once

#include "core/input/input.hpp"

#include <string>

namespace chatmock::random {

// The kinds of inputs, in the order of core::Input.
std::string_view kind_of(const core::Input& input);

std::string words_of(const core::Input& input);

} // namespace chatmock::random
