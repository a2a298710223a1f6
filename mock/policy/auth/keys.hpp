// JSON Web Keys (RFC 7517) of RSA and of the curve P-256 in the cryptographic library. In WebAssembly it is
// the host's.
#pragma once

#include "base/json/json.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace chatmock::policy {

// A private key without a password, a public key or a certificate, as a JSON Web Key; empty for any other
// text, and for a key of another kind.
std::optional<Json> key_of_pem(const std::string& pem);

// The key's size; 0 if it is not valid.
int bits_of(const Json& key);

// By the algorithm that the RSA key names: RS256 or PS256. Empty if the key cannot sign.
std::string sign_rsa(const Json& key, std::string_view text);

// True if the key signed the text, by the algorithm that the key names: RS256, PS256 or ES256.
bool verifies(const Json& key, std::string_view text, std::string_view signature);

} // namespace chatmock::policy
