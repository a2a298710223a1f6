// RFC 4648 base64: written in the standard alphabet and padded; read in both alphabets (standard and
// URL-safe), padded or not.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chatmock {

std::string encode_base64(std::string_view bytes);
std::optional<std::string> decode_base64(std::string_view text);

} // namespace chatmock
