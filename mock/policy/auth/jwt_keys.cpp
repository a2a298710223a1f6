#include "policy/auth/jwt_keys.hpp"

#include "base/files/files.hpp"
#include "base/json/fields.hpp"
#include "base/text/base64.hpp"
#include "base/text/joined.hpp"

#include <openssl/pem.h>

extern "C" {
#include <jose/jws.h>
#include <jose/openssl.h>
}

#include <algorithm>
#include <set>

namespace chatmock::policy {

namespace {

// RFC 7518, sections 3.2 and 3.3; the library requires the minimum.
constexpr std::size_t secret_bytes_min = 32;
constexpr std::size_t secret_bytes_max = 1024;
constexpr int rsa_bits_min = 2048;

struct Release {
    void operator()(json_t* json) const { json_decref(json); }
    void operator()(jose_cfg_t* configuration) const { jose_cfg_decref(configuration); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(BIO* bytes) const { BIO_free(bytes); }
};

template <typename Value>
using Owned = std::unique_ptr<Value, Release>;

Owned<json_t> to_jansson(const Json& json) {
    return Owned<json_t>(json_loads(to_text(json).c_str(), 0, nullptr));
}

// Without an error handler, the library writes to stderr why a token is invalid.
Owned<jose_cfg_t> quiet() {
    Owned<jose_cfg_t> configuration(jose_cfg());
    const auto ignore = [](void*, const char*, int, std::uint64_t, const char*, va_list) {};
    jose_cfg_set_err_func(configuration.get(), ignore, nullptr);
    return configuration;
}

std::string base64url(std::string_view bytes) {
    auto text = encode_base64(bytes);
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    return text.substr(0, text.find('='));
}

// HMAC pads a short key with zeros (RFC 2104, section 2), so added zeros change nothing.
Json key_of_secret(std::string secret) {
    secret.resize(std::max(secret.size(), secret_bytes_min));
    return {{"kty", "oct"}, {"k", base64url(secret)}, {"alg", "HS256"}};
}

bool is_rsa(EVP_PKEY* key) {
    return key != nullptr && EVP_PKEY_base_id(key) == EVP_PKEY_RSA && EVP_PKEY_bits(key) >= rsa_bits_min;
}

std::optional<Json> key_of_pem(const std::string& pem) {
    const Owned<BIO> bytes(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    const Owned<EVP_PKEY> key(PEM_read_bio_PUBKEY(bytes.get(), nullptr, nullptr, nullptr));
    if (!is_rsa(key.get())) return std::nullopt;
    const Owned<json_t> jwk(jose_openssl_jwk_from_EVP_PKEY(quiet().get(), key.get()));
    const auto member = [&](const char* name) { return json_string_value(json_object_get(jwk.get(), name)); };
    return Json{{"kty", "RSA"}, {"n", member("n")}, {"e", member("e")}, {"alg", "RS256"}};
}

// A key of a set. Keys for another purpose or algorithm are skipped (RFC 7517, section 5).
std::optional<Json> key_of_set(const Json& jwk) {
    const auto member = [&](const char* name) {
        const auto found = jwk.find(name);
        return found != jwk.end() && found->is_string() ? found->get<std::string>() : "";
    };
    const auto type = member("kty");
    const std::string algorithm = type == "oct" ? "HS256" : "RS256";
    if (!jwk.is_object() || (jwk.contains("alg") && member("alg") != algorithm)) return std::nullopt;
    if (jwk.contains("use") && member("use") != "sig") return std::nullopt;
    if (type == "oct") {
        const auto secret = decode_base64(member("k"));
        if (!secret || secret->empty() || secret->size() > secret_bytes_max) return std::nullopt;
        return key_of_secret(*secret);
    }
    Json key = {{"kty", "RSA"}, {"n", member("n")}, {"e", member("e")}, {"alg", "RS256"}};
    const Owned<EVP_PKEY> public_key(jose_openssl_jwk_to_EVP_PKEY(quiet().get(), to_jansson(key).get()));
    if (type != "RSA" || !is_rsa(public_key.get())) return std::nullopt;
    return key;
}

std::vector<Json> keys_in(const Json& set) {
    std::vector<Json> keys;
    const auto list = set.find("keys");
    if (list == set.end() || !list->is_array()) return keys;
    for (const auto& jwk : *list) {
        if (auto key = key_of_set(jwk)) keys.push_back(std::move(*key));
    }
    return keys;
}

void read_secret(Fields& fields, std::vector<Json>& keys) {
    const auto secret = fields.text("secret", "");
    if (secret.empty() || secret.size() > secret_bytes_max) {
        const auto most = std::to_string(secret_bytes_max);
        fields.fail(
            {ErrorCode::invalid_value, "expected a secret of 1 to " + most + " bytes", fields.at("secret")});
    }
    keys.push_back(key_of_secret(secret));
}

void read_public_key(Fields& fields, const std::filesystem::path& folder, std::vector<Json>& keys) {
    auto pem = fields.text("public_key", "");
    if (pem.find("-----BEGIN") == std::string::npos) {
        auto read = read_text_file(folder / pem);
        if (!read) return fields.fail({read.error().code, read.error().message, fields.at("public_key")});
        pem = std::move(*read);
    }
    if (auto key = key_of_pem(pem)) return keys.push_back(std::move(*key));
    fields.fail({ErrorCode::invalid_value,
                 "expected an RSA public key of " + std::to_string(rsa_bits_min) +
                     " bits or more, as PEM (-----BEGIN PUBLIC KEY-----) or the name of a file with it",
                 fields.at("public_key")});
}

void read_key_set(Fields& fields, const std::filesystem::path& folder, std::vector<Json>& keys) {
    Json set = *fields.any("jwks");
    if (set.is_string()) {
        auto read = read_json_file(folder / set.get<std::string>());
        if (!read) return fields.fail({read.error().code, read.error().message, fields.at("jwks")});
        set = std::move(*read);
    }
    keys = keys_in(set);
    if (!keys.empty()) return;
    fields.fail({ErrorCode::invalid_value,
                 R"(expected a JSON Web Key Set ({"keys":[…]}) with a key for RS256 or HS256, )"
                 "or the name of a file with it",
                 fields.at("jwks")});
}

std::string why_no_key_fits(const Json& algorithm, const std::vector<Json>& keys) {
    std::set<std::string> algorithms;
    for (const auto& key : keys) algorithms.insert(key.at("alg").get<std::string>());
    if (algorithm.is_string() && algorithms.count(algorithm.get<std::string>()) != 0)
        return "no key of the profile has signed it with " + algorithm.get<std::string>();
    return "its alg is " + shown(algorithm) + ", and the profile's keys are for " +
           joined({algorithms.begin(), algorithms.end()}, " and ");
}

} // namespace

std::string JwtKeys::why_unsigned(std::string_view token) const {
    const auto payload = token.find('.');
    const auto signature = token.rfind('.');
    if (payload == std::string_view::npos || payload == signature) return "it is not a JSON Web Token";
    const auto header_text = token.substr(0, payload);
    const auto header = parse_json(decode_base64(header_text).value_or(""));
    if (!header || !header->is_object()) return "its header is not a JSON object";
    if (header->contains("crit")) return "its header has \"crit\", an extension that the mock does not know";
    const auto jws = to_jansson({{"protected", header_text},
                                 {"payload", token.substr(payload + 1, signature - payload - 1)},
                                 {"signature", token.substr(signature + 1)}});
    const auto algorithm = header->value("alg", Json());
    const bool is_signed = std::any_of(keys_.begin(), keys_.end(), [&](const Json& key) {
        return algorithm == key["alg"] &&
               jose_jws_ver(quiet().get(), jws.get(), nullptr, to_jansson(key).get(), false);
    });
    return is_signed ? "" : why_no_key_fits(algorithm, keys_);
}

Result<std::shared_ptr<const JwtKeys>> parse_jwt_keys(const Json& json, const std::string& at,
                                                      const std::filesystem::path& folder) {
    Fields fields(json, at);
    std::vector<Json> keys;
    int given = 0;
    for (const auto* name : {"secret", "public_key", "jwks", "hidden"}) given += fields.has(name) ? 1 : 0;
    if (given != 1) {
        fields.fail(
            {ErrorCode::invalid_value, "expected exactly one of secret, public_key, jwks and hidden", at});
    } else if (fields.has("secret")) {
        read_secret(fields, keys);
    } else if (fields.has("public_key")) {
        read_public_key(fields, folder, keys);
    } else if (fields.has("jwks")) {
        read_key_set(fields, folder, keys);
    } else {
        fields.boolean("hidden", true);
    }
    if (auto done = fields.done(); !done) return done.error();
    return std::make_shared<const JwtKeys>(std::move(keys));
}

} // namespace chatmock::policy
