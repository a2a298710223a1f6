#include "base/text/ascii.hpp"

#include <algorithm>

namespace chatmock {

std::string ascii_lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) c = ascii_lower_case(c);
    return lower;
}

bool equals_ignoring_case(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return ascii_lower_case(a) == ascii_lower_case(b); });
}

} // namespace chatmock
