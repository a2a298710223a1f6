#include "policy/auth/jwt_signer.hpp"

#include "base/text/base64.hpp"
#include "policy/auth/digest.hpp"
#include "policy/auth/jwk.hpp"
#include "policy/auth/p256.hpp"

#include <openssl/rsa.h>

#include <memory>

namespace chatmock::policy {

namespace {

struct Release {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

std::string sign_rsa(const Json& key, std::string_view text) {
    const auto evp = evp_key_of(key);
    const std::unique_ptr<EVP_MD_CTX, Release> context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* how = nullptr; // the context's own
    EVP_DigestSignInit(context.get(), &how, EVP_sha256(), nullptr, evp.get());
    if (key["alg"] == "PS256") {
        EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING);
        EVP_PKEY_CTX_set_rsa_pss_saltlen(how, RSA_PSS_SALTLEN_DIGEST);
    }
    const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
    auto size = static_cast<std::size_t>(EVP_PKEY_size(evp.get()));
    std::string signature(size, '\0');
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes,
                   text.size());
    signature.resize(size);
    return signature;
}

std::size_t signature_bytes_of(const Json& key) {
    if (key["kty"] == "oct") return 32;
    if (key["kty"] == "EC") return 64;
    return static_cast<std::size_t>(EVP_PKEY_size(evp_key_of(key).get()));
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
