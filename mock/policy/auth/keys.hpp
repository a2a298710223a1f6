// JSON Web Keys (RFC 7517) in the cryptographic library. In WebAssembly it is the host's.
#pragma once

#include "base/json/json.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace chatmock::policy {

// A private key without a password, a public key or a certificate, as a JSON Web Key; empty for any other
// text.
std::optional<Json> key_of_pem(const std::string& pem);

// The size of an RSA key or one of an elliptic curve; 0 if it is not valid.
int bits_of(const Json& key);

// By the algorithm that the RSA key names: RS256 or PS256.
std::string sign_rsa(const Json& key, std::string_view text);

// True if the key signed the text, by its own algorithm.
bool verifies(const Json& key, std::string_view header, std::string_view payload, std::string_view signature);

} // namespace chatmock::policy
