#include "policy/auth/keys.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

extern "C" {
#include <jose/jws.h>
#include <jose/openssl.h>
}

#include <memory>

namespace chatmock::policy {

namespace {

struct Release {
    void operator()(json_t* json) const { json_decref(json); }
    void operator()(jose_cfg_t* configuration) const { jose_cfg_decref(configuration); }
    void operator()(BIO* bytes) const { BIO_free(bytes); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

template <typename Value>
using Owned = std::unique_ptr<Value, Release>;

Owned<json_t> to_jansson(const Json& json) {
    return Owned<json_t>(json_loads(to_text(json).c_str(), 0, nullptr));
}

// Without one, the library writes on stderr why a token is not good.
Owned<jose_cfg_t> quiet() {
    Owned<jose_cfg_t> configuration(jose_cfg());
    const auto ignore = [](void*, const char*, int, std::uint64_t, const char*, va_list) {};
    jose_cfg_set_err_func(configuration.get(), ignore, nullptr);
    return configuration;
}

Owned<EVP_PKEY> evp_key_of(const Json& key) {
    return Owned<EVP_PKEY>(jose_openssl_jwk_to_EVP_PKEY(quiet().get(), to_jansson(key).get()));
}

} // namespace

std::optional<Json> key_of_pem(const std::string& pem) {
    const auto reader = [&] { return Owned<BIO>(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))); };
    Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(reader().get(), nullptr, nullptr, const_cast<char*>("")));
    if (key == nullptr) key.reset(PEM_read_bio_PUBKEY(reader().get(), nullptr, nullptr, nullptr));
    if (key == nullptr) {
        const Owned<X509> certificate(PEM_read_bio_X509(reader().get(), nullptr, nullptr, nullptr));
        if (certificate != nullptr) key.reset(X509_get_pubkey(certificate.get()));
    }
    if (key == nullptr) return std::nullopt;
    const Owned<json_t> jwk(jose_openssl_jwk_from_EVP_PKEY(quiet().get(), key.get()));
    if (jwk == nullptr) return std::nullopt;
    const std::unique_ptr<char, decltype(&free)> text(json_dumps(jwk.get(), 0), &free);
    auto json = parse_json(text.get());
    if (!json) return std::nullopt;
    return std::move(*json);
}

int bits_of(const Json& key) {
    const auto evp = evp_key_of(key);
    if (evp == nullptr) return 0;
    const auto type = EVP_PKEY_base_id(evp.get());
    return type == EVP_PKEY_EC || type == EVP_PKEY_RSA ? EVP_PKEY_bits(evp.get()) : 0;
}

std::string sign_rsa(const Json& key, std::string_view text) {
    const auto evp = evp_key_of(key);
    const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
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

bool verifies(const Json& key, std::string_view header, std::string_view payload,
              std::string_view signature) {
    const auto jws = to_jansson({{"protected", header}, {"payload", payload}, {"signature", signature}});
    return jws != nullptr && jose_jws_ver(quiet().get(), jws.get(), nullptr, to_jansson(key).get(), false);
}

} // namespace chatmock::policy
