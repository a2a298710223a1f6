// JSON Web Keys (RFC 7517), made from PEM, sets and secrets.
#pragma once

#include "base/json/json.hpp"

#include <optional>
#include <string>
#include <vector>

namespace chatmock::policy {

constexpr std::size_t secret_bytes_max = 1024;
constexpr int rsa_bits_min = 2048; // RFC 7518, section 3.3

// A key, once for each algorithm that it can be used with, the usual algorithm first. Each has its `alg`, and
// a `kid` unless it is a secret without one. Empty if it is not a key for any of them.
using Jwks = std::vector<Json>;

Jwks keys_of_secret(const std::string& secret);

// A public key, a private key or a certificate: RSA of 2048 bits or more, or EC of the curve P-256.
Jwks keys_of_pem(const std::string& pem);

// A key of a set; empty if it is for another purpose.
Jwks keys_of_jwk(const Json& jwk);

// The public part of the key; empty for a secret.
std::optional<Json> public_part(const Json& key);

} // namespace chatmock::policy
