// Patterns in which * stands for any text, as auth rules have them.
#pragma once

#include <string_view>

namespace chatmock::policy {

// Takes as long as text and pattern multiplied, at worst: it goes back to the last star alone.
bool matches_pattern(std::string_view text, std::string_view pattern);

} // namespace chatmock::policy
