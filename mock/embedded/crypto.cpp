// Digests and signatures by the host's library.
#include "base/text/base64.hpp"
#include "embedded/host.hpp"
#include "policy/auth/digest.hpp"
#include "policy/auth/keys.hpp"
#include "policy/auth/p256.hpp"

namespace chatmock::policy {

namespace {

using embedded::ask_host;

} // namespace

std::string sha256(std::string_view text) {
    return ask_host("sha256", {{"text", encode_base64(text)}}).bytes;
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
    return ask_host("hmac_sha256", {{"key", encode_base64(key)}, {"text", encode_base64(text)}}).bytes;
}

std::optional<Json> key_of_pem(const std::string& pem) {
    const auto reply = ask_host("key_of_pem", {{"text", encode_base64(pem)}});
    auto key = parse_json(reply.bytes);
    if (reply.code != 0 || !key) return std::nullopt;
    return std::move(*key);
}

int bits_of(const Json& key) { return ask_host("bits_of", {{"key", key}}).code; }

std::string sign_rsa(const Json& key, std::string_view text) {
    return ask_host("sign_rsa", {{"key", key}, {"text", encode_base64(text)}}).bytes;
}

bool verifies(const Json& key, std::string_view text, std::string_view signature) {
    return ask_host("verifies",
                    {{"key", key}, {"text", encode_base64(text)}, {"signature", encode_base64(signature)}})
               .code == 1;
}

std::string p256_private_key(std::string_view text) {
    return ask_host("p256_private_key", {{"text", encode_base64(text)}}).bytes;
}

P256Point p256_public_key(const std::string& private_key) {
    const auto point = ask_host("p256_public_key", {{"key", encode_base64(private_key)}}).bytes;
    return {point.substr(0, point.size() / 2), point.substr(point.size() / 2)};
}

std::string sign_p256(const std::string& private_key, std::string_view text) {
    return ask_host("sign_p256", {{"key", encode_base64(private_key)}, {"text", encode_base64(text)}}).bytes;
}

} // namespace chatmock::policy
