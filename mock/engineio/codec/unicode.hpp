// What Engine.IO 3 needs to know of Unicode: it counts text in UTF-16 code units, and some of its
// clients garble what is not ASCII.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace chatmock::engineio {

// How many UTF-16 code units UTF-8 text has.
std::size_t utf16_length(std::string_view text);

// How many bytes its first `units` code units take; nothing where it has fewer, or where that would
// cut a character in two.
std::optional<std::size_t> bytes_of_utf16(std::string_view text, std::size_t units);

// JSON that says the same in ASCII: all else as \uXXXX.
std::string escape_to_ascii(std::string_view json);

// What the text was before somebody encoded it in UTF-8 twice; nothing where it does not look like that.
std::optional<std::string> undo_double_utf8(std::string_view text);

} // namespace chatmock::engineio
