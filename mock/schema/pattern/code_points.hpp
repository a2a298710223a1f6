// Text as Unicode code points. A lone surrogate (base/text/utf8.hpp) is one code point, as in ECMAScript.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::schema {

using CodePoints = std::vector<std::uint32_t>;

CodePoints code_points_of(std::string_view text);

// Removes the first code point from a text that is not empty. An ill-formed part counts as U+FFFD.
std::uint32_t take_code_point(std::string_view& text);

// The number of code points, counted without decoding more than necessary.
std::size_t count_code_points(std::string_view text);

} // namespace chatmock::schema
