#include "policy/auth/jwt_keys.hpp"

#include "base/files/files.hpp"
#include "base/json/fields.hpp"
#include "base/text/base64.hpp"
#include "base/text/joined.hpp"
#include "policy/auth/digest.hpp"
#include "policy/auth/jwk.hpp"
#include "policy/auth/keys.hpp"
#include "policy/auth/p256.hpp"

#include <algorithm>
#include <set>

namespace chatmock::policy {

namespace {

constexpr std::int64_t signature_bytes_max = 4096; // of hidden keys

using Folder = std::optional<std::filesystem::path>;

std::vector<Json> keys_in(const Json& set) {
    std::vector<Json> keys;
    const auto list = set.find("keys");
    if (list == set.end() || !list->is_array()) return keys;
    for (const auto& jwk : *list) {
        for (auto& key : keys_of_jwk(jwk)) keys.push_back(std::move(key));
    }
    return keys;
}

// Empty if it cannot be read; the error is kept.
std::optional<std::string> read_file(Fields& fields, std::string_view name, const Folder& folder) {
    const auto file = fields.text(name, "");
    auto text = folder
                    ? read_text_file(*folder / file)
                    : Error{ErrorCode::invalid_value, "expected the key itself, got \"" +
                                                          shortened(file, 80) + "\": a call names no file"};
    if (text) return std::move(*text);
    fields.fail({text.error().code, text.error().message, fields.at(name)});
    return std::nullopt;
}

void read_secret(Fields& fields, std::vector<Json>& keys) {
    const auto secret = fields.text("secret", "");
    if (secret.empty() || secret.size() > secret_bytes_max) {
        const auto most = std::to_string(secret_bytes_max);
        return fields.fail(
            {ErrorCode::invalid_value, "expected a secret of 1 to " + most + " bytes", fields.at("secret")});
    }
    keys = keys_of_secret(secret);
}

void read_pem(Fields& fields, std::string_view name, const Folder& folder, std::vector<Json>& keys) {
    const auto given = fields.text(name, "");
    const bool is_pem = given.find("-----BEGIN") != std::string::npos;
    const auto pem = is_pem ? given : read_file(fields, name, folder);
    if (!pem) return;
    keys = keys_of_pem(*pem);
    const bool is_private = !keys.empty() && JwtSigner::of(keys.front());
    if (!keys.empty() && (is_private || name == "public_key")) return;
    const auto kind = name == "public_key"
                          ? std::string("a public key or a certificate (-----BEGIN PUBLIC KEY----- "
                                        "or CERTIFICATE)")
                          : std::string("a private key without a password (-----BEGIN PRIVATE KEY-----)");
    fields.fail({ErrorCode::invalid_value,
                 "expected " + kind + " as PEM or the name of a file with it: RSA of " +
                     std::to_string(rsa_bits_min) + " bits or more, or EC of the curve P-256",
                 fields.at(name)});
}

void read_key_set(Fields& fields, const Folder& folder, std::vector<Json>& keys) {
    Json set = *fields.any("jwks");
    if (set.is_string()) {
        const auto text = read_file(fields, "jwks", folder);
        if (!text) return;
        auto read = parse_json(*text);
        if (!read) return fields.fail({read.error().code, read.error().message, fields.at("jwks")});
        set = std::move(*read);
    }
    keys = keys_in(set);
    if (!keys.empty()) return;
    fields.fail({ErrorCode::invalid_value,
                 R"(expected a JSON Web Key Set ({"keys":[…]}) with a key for RS256, PS256, ES256 or HS256, )"
                 "or the name of a file with it",
                 fields.at("jwks")});
}

std::string why_no_key_fits(const Json& algorithm, const std::vector<Json>& keys) {
    if (keys.empty()) return "the profile has no key of its own, but {\"hidden\":true}";
    std::set<std::string> algorithms;
    for (const auto& key : keys) algorithms.insert(key.at("alg").get<std::string>());
    if (algorithm.is_string() && algorithms.count(algorithm.get<std::string>()) != 0)
        return "no key of the profile has signed it with " + algorithm.get<std::string>();
    return "its alg is " + shown(algorithm) + ", and the profile's keys are for " +
           joined({algorithms.begin(), algorithms.end()}, " and ");
}

std::optional<JwtSigner> signer_in(Fields& parent) {
    const Json* json = parent.object("signs");
    if (json == nullptr) return std::nullopt;
    Fields fields(*json, parent.at("signs"));
    auto algorithm = fields.text("alg", "");
    auto key_id = fields.text("kid", "");
    const auto bytes = fields.integer("signature_bytes", 0, 0, signature_bytes_max);
    if (auto done = fields.done(); !done) parent.fail(done.error());
    return JwtSigner::blank(std::move(algorithm), std::move(key_id), static_cast<std::size_t>(bytes));
}

JwtKeys hidden_keys_in(Fields& fields) {
    fields.boolean("hidden", true);
    return {{}, signer_in(fields), true};
}

// Keeps only the keys for `alg`, if the profile names it.
void keep_algorithm(Fields& fields, std::vector<Json>& keys) {
    if (!fields.has("alg")) return;
    const std::vector<std::string> algorithms = {"HS256", "RS256", "PS256", "ES256"};
    const auto& wanted = algorithms[fields.choice("alg", algorithms, 0)];
    if (keys.empty()) return;
    const auto is_other = [&](const Json& key) { return key["alg"] != wanted; };
    keys.erase(std::remove_if(keys.begin(), keys.end(), is_other), keys.end());
    if (keys.empty())
        fields.fail(
            {ErrorCode::invalid_value, "expected an algorithm of the key, got " + wanted, fields.at("alg")});
}

std::optional<JwtSigner> signer_among(const std::vector<Json>& keys) {
    for (const auto& key : keys) {
        if (auto signer = JwtSigner::of(key)) return signer;
    }
    return std::nullopt;
}

// A secret's signature is its digest.
bool has_signed(const Json& key, std::string_view text, std::string_view signature_text) {
    const auto signature = decode_base64(signature_text);
    if (!signature) return false;
    if (key["kty"] != "oct") return verifies(key, text, *signature);
    return hmac_sha256(decode_base64(key["k"].get<std::string>()).value_or(""), text) == *signature;
}

} // namespace

JwtKeys::JwtKeys(std::vector<Json> keys) : keys_(std::move(keys)), signer_(signer_among(keys_)) {}

JwtKeys::JwtKeys(std::vector<Json> keys, std::optional<JwtSigner> signer, bool is_hidden)
    : keys_(std::move(keys)), signer_(std::move(signer)), is_hidden_(is_hidden) {}

std::shared_ptr<const JwtKeys> JwtKeys::seeded(std::uint64_t seed) {
    const auto secret = p256_private_key("chatmock: the key of seed " + std::to_string(seed));
    const auto point = p256_public_key(secret);
    auto keys = std::make_shared<JwtKeys>(keys_of_jwk({{"kty", "EC"},
                                                       {"crv", "P-256"},
                                                       {"x", base64url(point.x)},
                                                       {"y", base64url(point.y)},
                                                       {"d", base64url(secret)}}));
    keys->is_seeded_ = true;
    return keys;
}

std::shared_ptr<const JwtKeys> JwtKeys::to_be_seeded() {
    auto keys = std::make_shared<JwtKeys>(std::vector<Json>());
    keys->is_seeded_ = true;
    keys->is_to_be_seeded_ = true;
    return keys;
}

std::string JwtKeys::why_unsigned(std::string_view token) const {
    const auto payload = token.find('.');
    const auto signature = token.rfind('.');
    if (payload == std::string_view::npos || payload == signature) return "it is not a JSON Web Token";
    const auto header_text = token.substr(0, payload);
    const auto header = parse_json(decode_base64(header_text).value_or(""));
    if (!header || !header->is_object()) return "its header is not a JSON object";
    if (header->contains("crit")) return "its header has \"crit\", an extension that the mock does not know";
    const auto algorithm = header->value("alg", Json());
    const bool is_signed = std::any_of(keys_.begin(), keys_.end(), [&](const Json& key) {
        return algorithm == key["alg"] &&
               has_signed(key, token.substr(0, signature), token.substr(signature + 1));
    });
    return is_signed ? "" : why_no_key_fits(algorithm, keys_);
}

Json JwtKeys::public_set() const {
    Json list = Json::array();
    for (const auto& key : keys_) {
        auto part = public_part(key);
        if (!part) continue;
        // An RSA key is in the list for each of its algorithms, but in the set once.
        const auto is_same = [&](const Json& other) { return other["kid"] == (*part)["kid"]; };
        if (std::none_of(list.begin(), list.end(), is_same)) list.push_back(std::move(*part));
    }
    return {{"keys", std::move(list)}};
}

Json JwtKeys::source() const {
    if (is_seeded_) return {{"seeded", true}};
    Json source = {{"hidden", true}};
    if (signer_) source["signs"] = signer_->outline();
    return source;
}

Result<std::shared_ptr<const JwtKeys>> parse_jwt_keys(const Json& json, const std::string& at,
                                                      const Folder& folder) {
    Fields fields(json, at);
    std::vector<Json> keys;
    std::shared_ptr<const JwtKeys> others;
    std::vector<std::string> given;
    for (const auto* name : {"secret", "public_key", "private_key", "jwks", "seeded", "hidden"}) {
        if (fields.has(name)) given.emplace_back(name);
    }
    if (given.size() != 1) {
        fields.fail({ErrorCode::invalid_value,
                     "expected exactly one of secret, public_key, private_key, jwks and seeded", at});
    } else if (given.front() == "secret") {
        read_secret(fields, keys);
    } else if (given.front() == "jwks") {
        read_key_set(fields, folder, keys);
    } else if (given.front() == "seeded") {
        others = JwtKeys::to_be_seeded();
        if (!fields.boolean("seeded", true))
            fields.fail(expected("true", json.at("seeded"), fields.at("seeded")));
    } else if (given.front() == "hidden") {
        others = std::make_shared<const JwtKeys>(hidden_keys_in(fields));
    } else {
        read_pem(fields, given.front(), folder, keys);
    }
    keep_algorithm(fields, keys);
    if (auto done = fields.done(); !done) return done.error();
    return others ? others : std::make_shared<const JwtKeys>(std::move(keys));
}

} // namespace chatmock::policy
