// Letters independent of the locale, as protocols compare them.
#pragma once

#include <string>
#include <string_view>

namespace chatmock {

// Maps A to Z to a to z; leaves every other byte.
constexpr char ascii_lower_case(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
std::string ascii_lower_case(std::string_view text);

// True if a call may use it as the name of a thing that it installs: 1 to 64 of A-Z, a-z, 0-9, ".", "_" and
// "-".
bool is_plain_name(std::string_view text);

bool equals_ignoring_case(std::string_view left, std::string_view right);

} // namespace chatmock
