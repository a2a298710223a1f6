// Digests of texts, as bytes.
#pragma once

#include <string>
#include <string_view>

namespace chatmock::policy {

std::string sha256(std::string_view text);
std::string hmac_sha256(std::string_view key, std::string_view text);

// Base64 for URLs, without padding (RFC 7515, section 2).
std::string base64url(std::string_view bytes);

} // namespace chatmock::policy
