// Unicode functions for Engine.IO 3: it counts text in UTF-16 code units, and some of its clients garble
// characters beyond ASCII.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace chatmock::engineio {

// The number of UTF-16 code units in UTF-8 text.
std::size_t utf16_length(std::string_view text);

// The length in bytes of the first `units` code units. Empty if the text has fewer, or that would cut a
// character in two.
std::optional<std::size_t> bytes_of_utf16(std::string_view text, std::size_t units);

// Equal JSON in ASCII: other characters become \uXXXX.
std::string escape_to_ascii(std::string_view json);

// Undoes a second encoding in UTF-8; empty if the text does not look encoded twice.
std::optional<std::string> undo_double_utf8(std::string_view text);

} // namespace chatmock::engineio
