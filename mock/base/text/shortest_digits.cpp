#include "base/text/shortest_digits.hpp"

#include <array>
#include <charconv>

namespace chatmock {

std::string shortest_digits(double value) {
    std::array<char, 40> buffer{};
    const auto end = std::to_chars(buffer.begin(), buffer.end(), value, std::chars_format::scientific).ptr;
    return {buffer.begin(), end};
}

} // namespace chatmock
