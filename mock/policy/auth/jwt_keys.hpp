// The keys that a profile's tokens are signed with: HS256, RS256, PS256 and ES256 (RFC 7518, section 3.1).
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
    // JSON Web Keys (RFC 7517) with their `alg`, those that sign first. `is_hidden` are those of a profile
    // that does not show them.
    explicit JwtKeys(std::vector<Json> keys);
    JwtKeys(std::vector<Json> keys, std::optional<JwtSigner> signer, bool is_hidden);

    // The key that follows from a seed: P-256.
    static std::shared_ptr<const JwtKeys> seeded(std::uint64_t seed);

    // Stands for that key where the seed is not known.
    static std::shared_ptr<const JwtKeys> to_be_seeded();
    bool is_to_be_seeded() const { return is_to_be_seeded_; }

    bool is_hidden() const { return is_hidden_; }

    // Whether the token, a JWT in compact form, is signed by one of them, with the key's own algorithm. What
    // it claims, its times too, is not looked at.
    bool have_signed(std::string_view token) const;

    // Null where all of them are public.
    const JwtSigner* signer() const { return signer_ ? &*signer_ : nullptr; }

    // {"keys":[…]}, without secrets.
    Json public_set() const;

    // How a profile is shown that has them: {"hidden":true,"signs":…}, or {"seeded":true}.
    Json source() const;

private:
    std::vector<Json> keys_;
    std::optional<JwtSigner> signer_;
    bool is_hidden_ = false;
    bool is_seeded_ = false;
    bool is_to_be_seeded_ = false;
};

// Reads exactly one of {"secret":TEXT}, {"public_key":PEM or FILE}, {"private_key":PEM or FILE}, {"jwks":KEYS
// or FILE}, {"seeded":true}, or {"hidden":true} with what source() says, which holds no secrets. Files are
// found below `folder`; without one none is read.
Result<std::shared_ptr<const JwtKeys>> parse_jwt_keys(const Json& json, const std::string& at,
                                                      const std::optional<std::filesystem::path>& folder);

} // namespace chatmock::policy
