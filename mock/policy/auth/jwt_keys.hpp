// The keys that sign a profile's tokens: HS256, RS256, PS256 and ES256 (RFC 7518, section 3.1).
#pragma once

#include "policy/auth/jwt_signer.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::policy {

class JwtKeys {
public:
    // JSON Web Keys (RFC 7517) with their `alg`, the signing ones first. `is_hidden` is for the keys of a
    // profile that does not show them.
    explicit JwtKeys(std::vector<Json> keys);
    JwtKeys(std::vector<Json> keys, std::optional<JwtSigner> signer, bool is_hidden);

    // The key of a seed: P-256.
    static std::shared_ptr<const JwtKeys> seeded(std::uint64_t seed);

    // A placeholder for that key, until the seed is known.
    static std::shared_ptr<const JwtKeys> to_be_seeded();
    bool is_to_be_seeded() const { return is_to_be_seeded_; }

    bool is_hidden() const { return is_hidden_; }

    // The reason, in words, if none of them signed the token, a JWT in compact form, with the key's own
    // algorithm; empty if one did. Claims and times are not checked.
    std::string why_unsigned(std::string_view token) const;

    // Null if all of them are public.
    const JwtSigner* signer() const { return signer_ ? &*signer_ : nullptr; }

    // {"keys":[…]}, without secrets.
    Json public_set() const;

    // The profile's description of them: {"hidden":true,"signs":…}, or {"seeded":true}.
    Json source() const;

private:
    std::vector<Json> keys_;
    std::optional<JwtSigner> signer_;
    bool is_hidden_ = false;
    bool is_seeded_ = false;
    bool is_to_be_seeded_ = false;
};

// Reads exactly one of {"secret":TEXT}, {"public_key":PEM or FILE}, {"private_key":PEM or FILE}, {"jwks":KEYS
// or FILE}, {"seeded":true}, or {"hidden":true} with the other members of source(), which has no secrets.
// Paths are relative to `folder`; without a folder, files are refused.
Result<std::shared_ptr<const JwtKeys>> parse_jwt_keys(const Json& json, const std::string& at,
                                                      const std::optional<std::filesystem::path>& folder);

} // namespace chatmock::policy
