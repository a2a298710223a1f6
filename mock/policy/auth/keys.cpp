#include "policy/auth/keys.hpp"

#include "base/text/base64.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>
#include <vector>

namespace chatmock::policy {

namespace {

struct Release {
    void operator()(BIGNUM* number) const { BN_clear_free(number); }
    void operator()(BIO* bytes) const { BIO_free(bytes); }
    void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
    void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
    void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
    void operator()(X509* certificate) const { X509_free(certificate); }
};

template <typename Value>
using Owned = std::unique_ptr<Value, Release>;

// Forgets the library's errors of a scope: others of this thread read that queue, too.
class QuietScope {
public:
    QuietScope() { ERR_set_mark(); }
    ~QuietScope() { ERR_pop_to_mark(); }
    QuietScope(const QuietScope&) = delete;
    QuietScope& operator=(const QuietScope&) = delete;
};

constexpr const char* curve = "P-256"; // its name in JSON Web Keys and in the library
constexpr std::size_t coordinate_bytes = 32;

// A number of a key: its names in JSON Web Keys (RFC 7518, section 6) and in the library.
struct NumberName {
    const char* jwk;
    const char* parameter;
};

constexpr std::array<NumberName, 8> rsa_numbers = {{{"n", OSSL_PKEY_PARAM_RSA_N},
                                                    {"e", OSSL_PKEY_PARAM_RSA_E},
                                                    {"d", OSSL_PKEY_PARAM_RSA_D},
                                                    {"p", OSSL_PKEY_PARAM_RSA_FACTOR1},
                                                    {"q", OSSL_PKEY_PARAM_RSA_FACTOR2},
                                                    {"dp", OSSL_PKEY_PARAM_RSA_EXPONENT1},
                                                    {"dq", OSSL_PKEY_PARAM_RSA_EXPONENT2},
                                                    {"qi", OSSL_PKEY_PARAM_RSA_COEFFICIENT1}}};
constexpr std::array<NumberName, 3> curve_numbers = {
    {{"x", OSSL_PKEY_PARAM_EC_PUB_X}, {"y", OSSL_PKEY_PARAM_EC_PUB_Y}, {"d", OSSL_PKEY_PARAM_PRIV_KEY}}};

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

Owned<BIGNUM> number_of(std::string_view bytes) {
    return Owned<BIGNUM>(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr));
}

// The bytes of a member in base64; empty without one.
std::string member(const Json& key, const char* name) {
    const auto found = key.find(name);
    if (found == key.end() || !found->is_string()) return {};
    return decode_base64(found->get<std::string>()).value_or("");
}

// The parameters of a key while they are collected. The library copies numbers and bytes only at the end.
class Parameters {
public:
    void add_number(const char* name, const std::string& bytes) {
        numbers_.push_back(number_of(bytes));
        OSSL_PARAM_BLD_push_BN(builder_.get(), name, numbers_.back().get());
    }

    void add_text(const char* name, const char* text) {
        OSSL_PARAM_BLD_push_utf8_string(builder_.get(), name, text, 0);
    }

    void add_point(const char* name, std::string bytes) {
        point_ = std::move(bytes);
        OSSL_PARAM_BLD_push_octet_string(builder_.get(), name, point_.data(), point_.size());
    }

    // Null if they do not make a key.
    Owned<EVP_PKEY> key(const char* type, int selection) const {
        const Owned<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(builder_.get()));
        const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
        EVP_PKEY* key = nullptr;
        if (parameters == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
            EVP_PKEY_fromdata(context.get(), &key, selection, parameters.get()) != 1)
            return nullptr;
        return Owned<EVP_PKEY>(key);
    }

private:
    Owned<OSSL_PARAM_BLD> builder_{OSSL_PARAM_BLD_new()};
    std::vector<Owned<BIGNUM>> numbers_;
    std::string point_;
};

int selection_of(const Json& key) { return key.contains("d") ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY; }

Owned<EVP_PKEY> rsa_key_of(const Json& json) {
    Parameters parameters;
    for (const auto& each : rsa_numbers) {
        const auto bytes = member(json, each.jwk);
        if (!bytes.empty()) parameters.add_number(each.parameter, bytes);
    }
    return parameters.key("RSA", selection_of(json));
}

// With zeros in front, as both coordinates have the same length.
std::string padded(const std::string& bytes) {
    if (bytes.size() >= coordinate_bytes) return bytes;
    return std::string(coordinate_bytes - bytes.size(), '\0') + bytes;
}

// SEC 1, section 2.3.3: a point without compression. The library checks that it is on the curve.
Owned<EVP_PKEY> curve_key_of(const Json& json) {
    Parameters parameters;
    parameters.add_text(OSSL_PKEY_PARAM_GROUP_NAME, curve);
    parameters.add_point(OSSL_PKEY_PARAM_PUB_KEY,
                         '\4' + padded(member(json, "x")) + padded(member(json, "y")));
    if (json.contains("d")) parameters.add_number(OSSL_PKEY_PARAM_PRIV_KEY, member(json, "d"));
    auto key = parameters.key("EC", selection_of(json));
    if (key == nullptr || !json.contains("d")) return key;
    const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
    return EVP_PKEY_pairwise_check(context.get()) == 1 ? std::move(key) : nullptr;
}

Owned<EVP_PKEY> evp_key_of(const Json& key) {
    const auto type = key.value("kty", "");
    if (type == "RSA") return rsa_key_of(key);
    if (type == "EC" && key.value("crv", "") == curve) return curve_key_of(key);
    return nullptr;
}

Owned<EVP_PKEY> read_pem(const std::string& pem) {
    const auto reader = [&] { return Owned<BIO>(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))); };
    Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(reader().get(), nullptr, nullptr, const_cast<char*>("")));
    if (key == nullptr) key.reset(PEM_read_bio_PUBKEY(reader().get(), nullptr, nullptr, nullptr));
    if (key != nullptr) return key;
    const Owned<X509> certificate(PEM_read_bio_X509(reader().get(), nullptr, nullptr, nullptr));
    return certificate == nullptr ? nullptr : Owned<EVP_PKEY>(X509_get_pubkey(certificate.get()));
}

bool is_of_curve(const EVP_PKEY* key) {
    std::array<char, 32> group{};
    return EVP_PKEY_is_a(key, "EC") == 1 &&
           EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1 &&
           std::string_view(group.data()) == "prime256v1"; // the same curve, by the name of X9.62
}

// Adds the numbers that the key has, each at least `bytes_min` long.
template <std::size_t count>
void add_numbers(const EVP_PKEY* key, const std::array<NumberName, count>& names, int bytes_min, Json& json) {
    for (const auto& each : names) {
        BIGNUM* found = nullptr;
        if (EVP_PKEY_get_bn_param(key, each.parameter, &found) != 1) continue;
        const Owned<BIGNUM> number(found);
        std::string bytes(static_cast<std::size_t>(std::max(BN_num_bytes(found), bytes_min)), '\0');
        BN_bn2binpad(found, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
        json[each.jwk] = base64url(bytes);
    }
}

// RFC 7518, section 3.5: the salt is as long as the digest.
void use_padding_of(const Json& key, EVP_PKEY_CTX* context) {
    if (key.value("alg", "") != "PS256") return;
    EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST);
}

// RFC 7518, section 3.4: a signature is two numbers side by side, which the library reads in DER.
std::string in_der(std::string_view signature) {
    if (signature.size() != 2 * coordinate_bytes) return {};
    const Owned<ECDSA_SIG> numbers(ECDSA_SIG_new());
    ECDSA_SIG_set0(numbers.get(), number_of(signature.substr(0, coordinate_bytes)).release(),
                   number_of(signature.substr(coordinate_bytes)).release());
    std::string der(static_cast<std::size_t>(i2d_ECDSA_SIG(numbers.get(), nullptr)), '\0');
    auto* end = reinterpret_cast<unsigned char*>(der.data());
    i2d_ECDSA_SIG(numbers.get(), &end);
    return der;
}

} // namespace

std::optional<Json> key_of_pem(const std::string& pem) {
    const QuietScope quiet;
    const auto key = read_pem(pem);
    if (key == nullptr) return std::nullopt;
    Json json;
    if (EVP_PKEY_is_a(key.get(), "RSA") == 1) {
        json = {{"kty", "RSA"}};
        add_numbers(key.get(), rsa_numbers, 1, json);
    } else if (is_of_curve(key.get())) {
        json = {{"kty", "EC"}, {"crv", curve}};
        add_numbers(key.get(), curve_numbers, coordinate_bytes, json);
    } else {
        return std::nullopt;
    }
    return json;
}

int bits_of(const Json& key) {
    const QuietScope quiet;
    const auto evp = evp_key_of(key);
    return evp == nullptr ? 0 : EVP_PKEY_get_bits(evp.get());
}

std::string sign_rsa(const Json& key, std::string_view text) {
    const QuietScope quiet;
    const auto evp = evp_key_of(key);
    const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* how = nullptr; // the context's own
    if (EVP_DigestSignInit(context.get(), &how, EVP_sha256(), nullptr, evp.get()) != 1) return {};
    use_padding_of(key, how);
    auto size = static_cast<std::size_t>(EVP_PKEY_get_size(evp.get()));
    std::string signature(size, '\0');
    auto* const begin = reinterpret_cast<unsigned char*>(signature.data());
    if (EVP_DigestSign(context.get(), begin, &size, bytes_of(text), text.size()) != 1) return {};
    signature.resize(size);
    return signature;
}

bool verifies(const Json& key, std::string_view text, std::string_view signature) {
    const QuietScope quiet;
    const auto evp = evp_key_of(key);
    const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* how = nullptr; // the context's own
    if (evp == nullptr || EVP_DigestVerifyInit(context.get(), &how, EVP_sha256(), nullptr, evp.get()) != 1)
        return false;
    use_padding_of(key, how);
    const auto read = EVP_PKEY_is_a(evp.get(), "EC") == 1 ? in_der(signature) : std::string(signature);
    return EVP_DigestVerify(context.get(), bytes_of(read), read.size(), bytes_of(text), text.size()) == 1;
}

} // namespace chatmock::policy
