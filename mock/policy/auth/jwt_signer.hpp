// Signs JSON Web Tokens with one key. The same key and claims give the same token, except with PS256, whose
// signatures are random by their nature.
#pragma once

#include "base/json/json.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace chatmock::policy {

class JwtSigner {
public:
    // Takes a JSON Web Key with its `alg`: HS256, RS256, PS256 or ES256. Empty if the key is public.
    static std::optional<JwtSigner> of(Json key);

    // A signer without its key: its signatures are zeros, as long as the key's.
    static JwtSigner blank(std::string algorithm, std::string key_id, std::size_t signature_bytes);

    // {"alg","typ","kid"}; without `kid` if the key has none.
    Json header() const;

    // header.payload.signature
    std::string sign(const Json& header, const Json& claims) const;

    // {"alg","kid","signature_bytes"}: what blank() takes.
    Json outline() const;

private:
    JwtSigner(Json key, std::size_t signature_bytes)
        : key_(std::move(key)), signature_bytes_(signature_bytes) {}

    std::string signature_of(std::string_view text) const;

    Json key_; // only `alg` and `kid` without the key
    std::size_t signature_bytes_;
};

} // namespace chatmock::policy
