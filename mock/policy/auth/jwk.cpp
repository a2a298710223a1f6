#include "policy/auth/jwk.hpp"

#include "base/text/base64.hpp"
#include "policy/auth/digest.hpp"
#include "policy/auth/keys.hpp"

namespace chatmock::policy {

namespace {

std::string member(const Json& key, const char* name) {
    const auto found = key.find(name);
    return found != key.end() && found->is_string() ? found->get<std::string>() : "";
}

// The members of a key that are the key itself (RFC 7518, section 6), the public ones first.
std::vector<std::string> members_of(const std::string& type, bool with_private) {
    if (type == "oct") return with_private ? std::vector<std::string>{"k"} : std::vector<std::string>{};
    std::vector<std::string> names =
        type == "EC" ? std::vector<std::string>{"crv", "x", "y"} : std::vector<std::string>{"e", "n"};
    if (with_private) names.insert(names.end(), {"d", "p", "q", "dp", "dq", "qi"});
    return names;
}

// RFC 7638.
std::string thumbprint(const Json& key) {
    const auto type = member(key, "kty");
    Json required = Json::object();
    if (type == "EC") required["crv"] = key["crv"];
    if (type == "RSA") required["e"] = key["e"];
    required["kty"] = type;
    for (const auto* name : {"n", "x", "y"}) {
        if (key.contains(name)) required[name] = key[name];
    }
    return base64url(sha256(to_text(required)));
}

bool is_good(const Json& key) {
    if (member(key, "kty") == "EC" && member(key, "crv") != "P-256") return false;
    return bits_of(key) >= (member(key, "kty") == "RSA" ? rsa_bits_min : 1);
}

std::vector<std::string> algorithms_for(const std::string& type) {
    if (type == "oct") return {"HS256"};
    if (type == "EC") return {"ES256"};
    if (type == "RSA") return {"RS256", "PS256"};
    return {};
}

// The key for each of its algorithms, or only for the one that `jwk` names.
Jwks for_algorithms(const Json& jwk, const Json& key) {
    Jwks keys;
    for (const auto& algorithm : algorithms_for(member(jwk, "kty"))) {
        if (jwk.contains("alg") && member(jwk, "alg") != algorithm) continue;
        keys.push_back(key);
        keys.back()["alg"] = algorithm;
    }
    return keys;
}

} // namespace

Jwks keys_of_secret(const std::string& secret) {
    return {{{"kty", "oct"}, {"k", base64url(secret)}, {"alg", "HS256"}}};
}

Jwks keys_of_pem(const std::string& pem) {
    const auto key = key_of_pem(pem);
    return key ? keys_of_jwk(*key) : Jwks();
}

Jwks keys_of_jwk(const Json& jwk) {
    if (!jwk.is_object() || (jwk.contains("use") && member(jwk, "use") != "sig")) return {};
    const auto type = member(jwk, "kty");
    Json key = {{"kty", type}};
    if (!member(jwk, "kid").empty()) key["kid"] = member(jwk, "kid");
    if (type == "oct") {
        const auto secret = decode_base64(member(jwk, "k"));
        if (!secret || secret->empty() || secret->size() > secret_bytes_max) return {};
        key["k"] = keys_of_secret(*secret).front()["k"];
        return for_algorithms(jwk, key);
    }
    for (const auto& name : members_of(type, true)) {
        if (jwk.contains(name)) key[name] = member(jwk, name.c_str());
    }
    if (algorithms_for(type).empty() || !is_good(key)) return {};
    if (!key.contains("kid")) key["kid"] = thumbprint(key);
    return for_algorithms(jwk, key);
}

std::optional<Json> public_part(const Json& key) {
    const auto type = member(key, "kty");
    if (type == "oct") return std::nullopt;
    Json part = {{"kty", type}, {"kid", member(key, "kid")}, {"use", "sig"}};
    for (const auto& name : members_of(type, false)) part[name] = member(key, name.c_str());
    return part;
}

} // namespace chatmock::policy
