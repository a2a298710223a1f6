// Patterns of auth rules, in which * stands for any text.
#pragma once

#include <string_view>

namespace chatmock::policy {

// Worst case: time in proportion to text × pattern, as it backtracks to the last star only.
bool matches_pattern(std::string_view text, std::string_view pattern);

} // namespace chatmock::policy
