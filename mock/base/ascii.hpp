// Letters without regard to any locale, as protocols compare them.
#pragma once

#include <string>
#include <string_view>

namespace chatmock {

// A to Z become a to z; every other byte stays.
std::string ascii_lower_case(std::string_view text);

} // namespace chatmock
