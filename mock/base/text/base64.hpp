// RFC 4648 base64: written in the standard alphabet with padding; read in both alphabets (standard and
// URL-safe).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chatmock {

std::string encode_base64(std::string_view bytes);

// In the alphabet for URLs, without padding.
std::string base64url(std::string_view bytes);

// Empty if the text is not base64. Padding is optional.
std::optional<std::string> decode_base64(std::string_view text);

// For text that people write: blanks and line breaks may be anywhere, as base64 tools wrap their lines.
std::optional<std::string> decode_wrapped_base64(std::string_view text);

// For bytes from the network: reads any text, as Node's `Buffer.from(text, "base64")` does. Ends at the first
// `=`, skips characters of neither alphabet, and drops bits that do not fill a byte.
std::string decode_base64_leniently(std::string_view text);

} // namespace chatmock
