// Text of reports, for terminals and build servers.
#pragma once

#include <string>

namespace chatmock::conformance {

// The text in printable ASCII: other characters and line breaks become \uXXXX, an ellipsis three dots.
std::string to_ascii(const std::string& text);

} // namespace chatmock::conformance
