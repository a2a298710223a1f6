// Patterns in which * stands for any text, as auth rules have them.
#pragma once

#include <string_view>

namespace chatmock::policy {

// Linear but for backtracking to the last star, so no pattern is slow.
bool matches_pattern(std::string_view text, std::string_view pattern);

} // namespace chatmock::policy
