#include "policy/auth/jwt_signer.hpp"

#include "base/text/base64.hpp"
#include "policy/auth/digest.hpp"
#include "policy/auth/keys.hpp"
#include "policy/auth/p256.hpp"

namespace chatmock::policy {

namespace {

std::size_t signature_bytes_of(const Json& key) {
    if (key["kty"] == "oct") return 32;
    if (key["kty"] == "EC") return 64;
    return static_cast<std::size_t>(bits_of(key) + 7) / 8;
}

} // namespace

std::optional<JwtSigner> JwtSigner::of(Json key) {
    if (!key.contains("k") && !key.contains("d")) return std::nullopt;
    const auto signature_bytes = signature_bytes_of(key);
    return JwtSigner(std::move(key), signature_bytes);
}

JwtSigner JwtSigner::blank(std::string algorithm, std::string key_id, std::size_t signature_bytes) {
    Json key = {{"alg", std::move(algorithm)}};
    if (!key_id.empty()) key["kid"] = std::move(key_id);
    return {std::move(key), signature_bytes};
}

Json JwtSigner::header() const {
    Json header = {{"alg", key_["alg"]}, {"typ", "JWT"}};
    if (key_.contains("kid")) header["kid"] = key_["kid"];
    return header;
}

Json JwtSigner::outline() const {
    Json outline = {{"alg", key_["alg"]}};
    if (key_.contains("kid")) outline["kid"] = key_["kid"];
    outline["signature_bytes"] = signature_bytes_;
    return outline;
}

std::string JwtSigner::sign(const Json& header, const Json& claims) const {
    const auto text = base64url(to_text(header)) + "." + base64url(to_text(claims));
    return text + "." + base64url(signature_of(text));
}

std::string JwtSigner::signature_of(std::string_view text) const {
    if (!key_.contains("kty")) return std::string(signature_bytes_, '\0');
    const auto decoded = [this](const char* name) {
        return decode_base64(key_[name].get<std::string>()).value_or("");
    };
    if (key_["kty"] == "oct") return hmac_sha256(decoded("k"), text);
    if (key_["kty"] == "EC") return sign_p256(decoded("d"), text);
    return sign_rsa(key_, text);
}

} // namespace chatmock::policy
