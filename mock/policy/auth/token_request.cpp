#include "policy/auth/token_request.hpp"

#include "base/text/base64.hpp"

#include <array>

namespace chatmock::policy {

namespace {

using Flaw = TokenRequest::Flaw;

constexpr std::int64_t expires_in_ms_max = 36500LL * 24 * 60 * 60 * 1000;
constexpr std::int64_t hour_s = 60 * 60;

// Whole seconds, as most libraries want them. Rounded up, so that no token ends too early.
std::int64_t seconds_up(Instant instant) { return unix_seconds(instant + Milliseconds(999)); }

Json claims_of(const TokenRequest& request, Instant now) {
    Json claims = Json::object();
    if (request.flaw != Flaw::no_sub) claims["sub"] = request.sub;
    const auto issued_at = unix_seconds(now);
    auto expires_at = seconds_up(now + request.expires_in);
    claims["iat"] = issued_at;
    if (request.flaw == Flaw::expired) {
        claims["iat"] = issued_at - 2 * hour_s;
        expires_at = issued_at - hour_s;
    } else if (request.flaw == Flaw::not_yet) {
        claims["nbf"] = issued_at + hour_s;
        expires_at += hour_s;
    }
    claims["exp"] = expires_at;
    merge_patch(claims, request.claims);
    return claims;
}

// The first character of the signature is another one.
void break_signature(std::string& token) {
    auto& first = token[token.rfind('.') + 1];
    first = first == 'A' ? 'B' : 'A';
}

} // namespace

TokenRequest read_token_request(Fields& fields) {
    TokenRequest request;
    constexpr std::array flaws = {Flaw::signature,      Flaw::expired, Flaw::not_yet,
                                  Flaw::algorithm_none, Flaw::no_sub,  Flaw::garbage};
    const std::vector<std::string> names = {"signature",      "expired", "not_yet",
                                            "algorithm_none", "no_sub",  "garbage"};
    if (fields.has("broken")) request.flaw = flaws[fields.choice("broken", names, 0)];
    request.sub = fields.text("sub", "");
    if (request.flaw != Flaw::no_sub && request.flaw != Flaw::garbage) fields.require("sub");
    if (const Json* claims = fields.object("claims")) request.claims = *claims;
    request.expires_in =
        Milliseconds(fields.integer("expires_in_ms", request.expires_in.count(), 0, expires_in_ms_max));
    return request;
}

Token make_token(const TokenRequest& request, const JwtSigner& signer, Instant now,
                 const std::string& garbage) {
    if (request.flaw == Flaw::garbage) return {garbage, nullptr, nullptr};
    Token token{"", signer.header(), claims_of(request, now)};
    if (request.flaw == Flaw::algorithm_none) {
        token.header = {{"alg", "none"}, {"typ", "JWT"}};
        token.text = base64url(to_text(token.header)) + "." + base64url(to_text(token.claims)) + ".";
        return token;
    }
    token.text = signer.sign(token.header, token.claims);
    if (request.flaw == Flaw::signature) break_signature(token.text);
    return token;
}

} // namespace chatmock::policy
