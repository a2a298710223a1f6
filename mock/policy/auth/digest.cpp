#include "policy/auth/digest.hpp"

#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <array>

namespace chatmock::policy {

namespace {

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

std::string text_of(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

} // namespace

std::string sha256(std::string_view text) {
    Digest digest;
    SHA256(bytes_of(text), text.size(), digest.data());
    return text_of(digest);
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
    Digest digest;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(), digest.data(),
         nullptr);
    return text_of(digest);
}

} // namespace chatmock::policy
