#include "policy/auth/jwt_keys.hpp"

#include "policy/profile.hpp"
#include "support/results.hpp"
#include "support/signed_tokens.hpp"
#include "support/temporary_folder.hpp"
#include "support/tokens.hpp"

namespace chatmock::policy {

namespace {

using SharedKeys = std::shared_ptr<const JwtKeys>;

SharedKeys keys_of(const Json& json, const std::filesystem::path& folder = {}) {
    return expect_value(parse_jwt_keys(json, "/jwt", folder));
}

Error error_of(const Json& json, const std::filesystem::path& folder = {}) {
    return expect_error(parse_jwt_keys(json, "/jwt", folder));
}

Json rsa_key(const Json& more = Json::object()) {
    Json key = {{"kty", "RSA"}, {"n", rsa_modulus}, {"e", rsa_exponent}};
    key.update(more);
    return key;
}

Json set_of(const std::vector<Json>& keys) { return {{"jwks", {{"keys", keys}}}}; }

std::vector<std::string> outcomes_of(const Profile& profile) {
    std::vector<std::string> matches;
    for (const auto& rule : profile.rules) matches.push_back(to_text(rule.source.at("match")));
    return matches;
}

} // namespace

TEST_CASE("A secret verifies only tokens that it signed with HS256", "[policy][jwt]") {
    const auto keys = keys_of({{"secret", "secret"}});
    CHECK(keys->why_unsigned(signed_with_secret).empty());
    CHECK_FALSE(keys->why_unsigned(signed_with_another_secret).empty());
    CHECK_FALSE(keys->why_unsigned(signed_with_rsa).empty());
    CHECK_FALSE(keys->why_unsigned(jwt(R"({"sub":"alice"})")).empty());
    CHECK(keys_of({{"secret", long_secret}})->why_unsigned(signed_with_long_secret).empty());
    CHECK_FALSE(keys_of({{"secret", "secret "}})->why_unsigned(signed_with_secret).empty());
}

TEST_CASE("Every change to the signed text breaks a signature", "[policy][jwt]") {
    const auto keys = keys_of({{"secret", "secret"}});
    for (std::size_t i = 0; i + 1 < signed_with_secret.size(); ++i) { // its last character has spare bits
        auto token = signed_with_secret;
        token[i] = token[i] == 'A' ? 'B' : 'A';
        if (token == signed_with_secret) continue;
        CAPTURE(i);
        CHECK_FALSE(keys->why_unsigned(token).empty());
    }
}

TEST_CASE("A public key verifies tokens signed with RS256", "[policy][jwt]") {
    for (const auto& keys : {keys_of({{"public_key", rsa_public_key}}), keys_of(set_of({rsa_key()}))}) {
        CHECK(keys->why_unsigned(signed_with_rsa).empty());
        CHECK_FALSE(keys->why_unsigned(signed_with_another_rsa).empty());
        CHECK_FALSE(keys->why_unsigned(signed_with_secret).empty());
    }
}

TEST_CASE("The key chooses the algorithm, not the token", "[policy][jwt]") {
    const auto keys = keys_of({{"public_key", rsa_public_key}});
    CHECK_FALSE(keys->why_unsigned(signed_with_public_key_as_secret).empty());
    CHECK_FALSE(keys->why_unsigned(signed_as_rs384).empty());
    const auto unsigned_token = base64url(R"({"alg":"none"})") + "." + base64url(R"({"sub":"alice"})") + ".";
    const auto without = base64url(R"({"typ":"JWT"})") + "." + base64url(R"({"sub":"alice"})") + ".";
    for (const auto& token : {unsigned_token, without}) {
        CHECK_FALSE(keys->why_unsigned(token).empty());
        CHECK_FALSE(keys_of({{"secret", "secret"}})->why_unsigned(token).empty());
    }
}

TEST_CASE("An extension that must be understood is not", "[policy][jwt]") {
    CHECK_FALSE(keys_of({{"secret", "secret"}})->why_unsigned(signed_with_extension).empty());
}

TEST_CASE("Other texts never count as signed", "[policy][jwt]") {
    const auto keys = keys_of({{"secret", "secret"}});
    for (const auto* token :
         {"", ".", "..", "...", "alice", "a.b", "a.b.c", "e30.e30.", "W10.e30.x", "e30.e30.e30"})
        CHECK_FALSE(keys->why_unsigned(token).empty());
    CHECK_FALSE(keys->why_unsigned(signed_with_secret + ".x").empty());
    CHECK_FALSE(keys->why_unsigned("." + signed_with_secret).empty());
}

TEST_CASE("Of a key set those count that can sign", "[policy][jwt]") {
    const Json elliptic = {{"kty", "EC"}, {"crv", "P-256"}, {"x", "AA"}, {"y", "AA"}};
    const Json secret = {{"kty", "oct"}, {"k", base64url("secret")}};
    const auto keys = keys_of(set_of({elliptic, 7, rsa_key({{"use", "sig"}, {"alg", "RS256"}}), secret}));
    CHECK(keys->why_unsigned(signed_with_rsa).empty());
    CHECK(keys->why_unsigned(signed_with_secret).empty());
    for (const auto& unfit : {elliptic, rsa_key({{"use", "enc"}}), rsa_key({{"alg", "RS512"}}),
                              rsa_key({{"n", "AQAB"}}), Json{{"kty", "oct"}, {"k", ""}}})
        CHECK(error_of(set_of({unfit})).at == "/jwt/jwks");
    CHECK(error_of(set_of({})).at == "/jwt/jwks");
    CHECK(error_of({{"jwks", 7}}).at == "/jwt/jwks");
}

TEST_CASE("Keys may be in files beside the profile", "[policy][jwt]") {
    const TemporaryFolder folder;
    folder.write("key.pem", rsa_public_key);
    folder.write("keys.json", to_text(set_of({rsa_key()}).at("jwks")));
    CHECK(keys_of({{"public_key", "key.pem"}}, folder.path())->why_unsigned(signed_with_rsa).empty());
    CHECK(keys_of({{"jwks", "keys.json"}}, folder.path())->why_unsigned(signed_with_rsa).empty());
    CHECK(error_of({{"public_key", "no.pem"}}, folder.path()).at == "/jwt/public_key");
    CHECK(error_of({{"jwks", "key.pem"}}, folder.path()).at == "/jwt/jwks");
    folder.write("profiles/signed.json", R"({"jwt":{"public_key":"../key.pem"}})");
    CHECK(expect_value(load_profile(folder.path(), "signed")).keys->why_unsigned(signed_with_rsa).empty());
}

TEST_CASE("A private key, a certificate and an elliptic curve's key are keys, too", "[policy][jwt]") {
    const auto claims = json_of(R"({"sub":"alice"})");
    const auto sign = [&](const SharedKeys& keys) {
        return keys->signer()->sign(keys->signer()->header(), claims);
    };
    const auto rsa = keys_of({{"private_key", rsa_private_key}});
    const auto ec = keys_of({{"private_key", ec_private_key}});
    const auto pss = keys_of({{"private_key", rsa_private_key}, {"alg", "PS256"}});
    CHECK(keys_of({{"public_key", rsa_certificate}})->why_unsigned(sign(rsa)).empty());
    CHECK(keys_of({{"public_key", rsa_certificate}})->why_unsigned(sign(pss)).empty());
    CHECK(keys_of({{"public_key", ec_public_key}})->why_unsigned(sign(ec)).empty());
    CHECK(keys_of({{"jwks", ec->public_set()}})->why_unsigned(sign(ec)).empty());
    CHECK_FALSE(keys_of({{"public_key", ec_public_key}})->why_unsigned(sign(rsa)).empty());
    CHECK_FALSE(
        keys_of({{"public_key", rsa_certificate}, {"alg", "PS256"}})->why_unsigned(sign(rsa)).empty());
    CHECK(keys_of({{"public_key", ec_public_key}})->signer() == nullptr);
    CHECK(sign(rsa) == sign(rsa));
    CHECK(sign(ec) == sign(ec));
    CHECK(to_text(rsa->public_set()).find("\"d\"") == std::string::npos);
    CHECK(error_of({{"private_key", ec_public_key}}).at == "/jwt/private_key");
    CHECK(error_of({{"public_key", ec_public_key}, {"alg", "RS256"}}).at == "/jwt/alg");
}

TEST_CASE("A seed's key signs the same on every machine, and another seed's differently", "[policy][jwt]") {
    const auto token = [](const SharedKeys& keys) {
        return keys->signer()->sign(keys->signer()->header(), Json::object());
    };
    CHECK(token(JwtKeys::seeded(1)) == token(JwtKeys::seeded(1)));
    CHECK(JwtKeys::seeded(1)->why_unsigned(token(JwtKeys::seeded(1))).empty());
    CHECK_FALSE(JwtKeys::seeded(2)->why_unsigned(token(JwtKeys::seeded(1))).empty());
    CHECK(keys_of({{"seeded", true}})->is_to_be_seeded());
}

TEST_CASE("The description of hidden keys is enough for a replay", "[policy][jwt]") {
    const auto keys = keys_of({{"private_key", rsa_private_key}});
    const auto again = keys_of(keys->source());
    CHECK(again->is_hidden());
    CHECK(again->source() == keys->source());
    CHECK(again->public_set()["keys"].empty());
    const auto size = [](const SharedKeys& any) {
        return any->signer()->sign(any->signer()->header(), Json::object()).size();
    };
    CHECK(size(again) == size(keys));
    CHECK_FALSE(keys->why_unsigned(again->signer()->sign(again->signer()->header(), Json::object())).empty());
}

TEST_CASE("A call names no file of keys", "[policy][jwt]") {
    for (const auto* name : {"public_key", "private_key", "jwks"}) {
        const auto error = expect_error(parse_jwt_keys({{name, "/etc/hostname"}}, "/jwt", std::nullopt));
        CHECK(error.at == std::string("/jwt/") + name);
        CHECK(error.message.find("a call names no file") != std::string::npos);
    }
}

TEST_CASE("An invalid key is an error with its pointer", "[policy][jwt]") {
    CHECK(error_of(Json::object()).at == "/jwt");
    CHECK(error_of({{"secret", "a"}, {"public_key", rsa_public_key}}).at == "/jwt");
    CHECK(error_of({{"secret", ""}}).at == "/jwt/secret");
    CHECK(error_of({{"secret", std::string(1025, 'x')}}).at == "/jwt/secret");
    CHECK(error_of({{"secret", 1}}).at == "/jwt/secret");
    CHECK(error_of({{"public_key", small_rsa_public_key}}).at == "/jwt/public_key");
    CHECK(error_of({{"public_key", "-----BEGIN PUBLIC KEY-----\nno"}}).at == "/jwt/public_key");
    CHECK(error_of({{"secret", "a"}, {"algorithm", "HS256"}}).at == "/jwt/algorithm");
}

TEST_CASE("A profile with keys refuses tokens that they have not signed, before its own rules",
          "[policy][jwt]") {
    const auto profile = expect_value(parse_profile(
        json_of(R"({"jwt":{"secret":"x"},"auth":{"rules":[{"match":{},"outcome":{"do":"accept"}}]}})")));
    CHECK(outcomes_of(profile) == std::vector<std::string>{R"({"signature":"invalid"})",
                                                           R"({"expired":true})", R"({"not_yet_valid":true})",
                                                           "{}"});
}

TEST_CASE("A profile's own rules about signatures are all there are", "[policy][jwt]") {
    const auto profile = expect_value(parse_profile(json_of(
        R"({"jwt":{"secret":"x"},"auth":{"rules":[{"match":{"signature":"invalid"},"outcome":{"do":"hang"}}]}})")));
    CHECK(profile.rules.size() == 1);
}

TEST_CASE("A profile shows no key", "[policy][jwt]") {
    const auto profile = expect_value(parse_profile(json_of(R"({"jwt":{"secret":"hush"},"groups":{}})")));
    CHECK(to_text(profile.source) ==
          R"({"jwt":{"hidden":true,"signs":{"alg":"HS256","signature_bytes":32}},"groups":{}})");
    const auto again = expect_value(parse_profile(profile.source));
    CHECK(again.source == profile.source);
    CHECK(again.rules.size() == profile.rules.size());
    CHECK_FALSE(again.keys->why_unsigned(signed_with_secret).empty());
}

} // namespace chatmock::policy
