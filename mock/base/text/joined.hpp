// Lists words for a sentence.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chatmock {

// `a, b or c` where the last separator is " or ".
std::string joined(const std::vector<std::string>& words, std::string_view last_separator = ", ");

// The same, each word in quotation marks.
std::string joined_quoted(const std::vector<std::string>& words, std::string_view last_separator = ", ");

} // namespace chatmock
