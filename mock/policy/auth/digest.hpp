// Digests of texts, as bytes. In WebAssembly its host makes them.
#pragma once

#include <string>
#include <string_view>

namespace chatmock::policy {

std::string sha256(std::string_view text);
std::string hmac_sha256(std::string_view key, std::string_view text);

} // namespace chatmock::policy
