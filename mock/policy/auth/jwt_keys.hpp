// The keys that sign a profile's tokens: HS256 and RS256 (RFC 7518, section 3.1).
#pragma once

#include "base/json/json.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::policy {

class JwtKeys {
public:
    // Each is a JSON Web Key (RFC 7517) whose `alg` is HS256 or RS256.
    explicit JwtKeys(std::vector<Json> keys) : keys_(std::move(keys)) {}

    // The reason, in words, if none of them signed the token, a JWT in compact form, with the key's own
    // algorithm; empty if one did. Claims and times are not checked.
    std::string why_unsigned(std::string_view token) const;

private:
    std::vector<Json> keys_;
};

// Reads exactly one of {"secret":TEXT}, {"public_key":PEM or FILE}, {"jwks":KEYS or FILE}, or
// {"hidden":true}, which has no keys. Paths are relative to `folder`.
Result<std::shared_ptr<const JwtKeys>> parse_jwt_keys(const Json& json, const std::string& at,
                                                      const std::filesystem::path& folder);

} // namespace chatmock::policy
