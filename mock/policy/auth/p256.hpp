// ECDSA over the curve P-256 (ES256 of RFC 7518), the same each time: nonces are those of RFC 6979. In
// WebAssembly its host calculates.
#pragma once

#include <string>
#include <string_view>

namespace chatmock::policy {

// Big-endian numbers of 32 bytes.
struct P256Point {
    std::string x;
    std::string y;
};

// A private key that follows from `text`.
std::string p256_private_key(std::string_view text);

P256Point p256_public_key(const std::string& private_key);

// 64 bytes: the numbers r and s.
std::string sign_p256(const std::string& private_key, std::string_view text);

} // namespace chatmock::policy
