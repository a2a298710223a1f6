// How reports write text that a terminal or a build server may show.
#pragma once

#include <string>

namespace chatmock::conformance {

// The text in printable ASCII: any other character becomes \uXXXX, a line's end too; an ellipsis three dots.
std::string to_ascii(const std::string& text);

} // namespace chatmock::conformance
