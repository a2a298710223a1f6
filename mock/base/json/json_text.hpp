// JSON as text, for every writer in this process. What is written is always UTF-8.
#pragma once

#include "base/json/json.hpp"

#include <string>
#include <string_view>

namespace chatmock {

// Appends the text as a JSON string. A lone surrogate is written as its escape, as JSON.stringify does; all
// else beyond ASCII is raw. Ill-formed parts become U+FFFD.
void append_json_string(std::string_view text, std::string& json);

// JSON that this process wrote, however deep it nests.
Json read_back(std::string_view written);

// With a line for each member and element, for files that people read; ends in a line's end.
std::string to_file_text(const Json& json);

} // namespace chatmock
