// RFC 4648 base64: written in the standard alphabet and padded; read in both alphabets (standard and
// URL-safe).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chatmock {

std::string encode_base64(std::string_view bytes);

// Nothing where the text is not base64, padded or without padding.
std::optional<std::string> decode_base64(std::string_view text);

// For what people write: blanks and line breaks may stand anywhere, as base64 tools wrap their lines.
std::optional<std::string> decode_wrapped_base64(std::string_view text);

// For the wire: reads any text, as Node's `Buffer.from(text, "base64")` does. Ends at the first `=`, skips
// what is in neither alphabet, and drops bits that make no byte.
std::string decode_base64_leniently(std::string_view text);

} // namespace chatmock
