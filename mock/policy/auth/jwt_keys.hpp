// The keys that a profile's tokens are signed with: HS256 and RS256 (RFC 7518, section 3.1).
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
    // Each a JSON Web Key (RFC 7517) whose `alg` is HS256 or RS256.
    explicit JwtKeys(std::vector<Json> keys) : keys_(std::move(keys)) {}

    // Why the token, a JWT in compact form, is not signed by one of them with the key's own algorithm, in
    // words; empty where it is signed. Its claims, times among them, are not looked at.
    std::string why_unsigned(std::string_view token) const;

private:
    std::vector<Json> keys_;
};

// Reads exactly one of {"secret":TEXT}, {"public_key":PEM or FILE}, {"jwks":KEYS or FILE}, or
// {"hidden":true}, which holds none. Files are found below `folder`.
Result<std::shared_ptr<const JwtKeys>> parse_jwt_keys(const Json& json, const std::string& at,
                                                      const std::filesystem::path& folder);

} // namespace chatmock::policy
