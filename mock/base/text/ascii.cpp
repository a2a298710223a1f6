#include "base/text/ascii.hpp"

#include <algorithm>

namespace chatmock {

namespace {

constexpr std::size_t name_length_max = 64; // of a plain name

} // namespace

std::string ascii_lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) c = ascii_lower_case(c);
    return lower;
}

bool is_plain_name(std::string_view text) {
    return !text.empty() && text.size() <= name_length_max &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (ascii_lower_case(c) >= 'a' && ascii_lower_case(c) <= 'z') ||
                      c == '.' || c == '_' || c == '-';
           });
}

bool equals_ignoring_case(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return ascii_lower_case(a) == ascii_lower_case(b); });
}

} // namespace chatmock
