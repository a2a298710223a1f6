// Text as the code points of Unicode.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::schema {

using CodePoints = std::vector<std::uint32_t>;

// Of valid UTF-8.
CodePoints code_points_of(std::string_view text);

// The first one, which is taken from the text; the text is not empty.
std::uint32_t take_code_point(std::string_view& text);

void append_utf8(std::string& text, std::uint32_t code_point);

// How many there are, without looking at more than is needed.
std::size_t count_code_points(std::string_view text);

} // namespace chatmock::schema
