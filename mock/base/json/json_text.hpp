// JSON as text, for every writer in this process. The output is always UTF-8.
#pragma once

#include "base/json/json.hpp"

#include <string>
#include <string_view>

namespace chatmock {

// Appends the text as a JSON string. Writes a lone surrogate as its escape, as JSON.stringify does, and other
// characters beyond ASCII raw. Ill-formed parts become U+FFFD.
void append_json_string(std::string_view text, std::string& json);

// Parses JSON that this process wrote; its depth is not limited.
Json read_back(std::string_view written);

// With a line for each member and element, for files that people read. Ends with a line break.
std::string to_file_text(const Json& json);

} // namespace chatmock
