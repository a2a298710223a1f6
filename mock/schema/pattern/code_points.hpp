// Text as the code points of Unicode. A lone surrogate (base/utf8.hpp) is one, as it is in ECMAScript.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::schema {

using CodePoints = std::vector<std::uint32_t>;

CodePoints code_points_of(std::string_view text);

// Removes the first one from the text, which is not empty. U+FFFD stands for an ill-formed part.
std::uint32_t take_code_point(std::string_view& text);

// How many there are, without looking at more than is needed.
std::size_t count_code_points(std::string_view text);

} // namespace chatmock::schema
