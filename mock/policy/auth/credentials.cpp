#include "policy/auth/credentials.hpp"

#include "base/json/number.hpp"
#include "base/seeded.hpp"
#include "base/text/base64.hpp"
#include "policy/auth/jwt_keys.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace chatmock::policy {

namespace {

constexpr std::size_t name_length_max = 64;

bool reads_like_a_name(std::string_view token) {
    return !token.empty() && token.size() <= name_length_max &&
           std::all_of(token.begin(), token.end(), [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '.' || c == '@' || c == '-';
           });
}

std::string hash_of(std::string_view token) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "token-%012llx",
                  static_cast<unsigned long long>(stable_hash(token) & 0xffffffffffffULL));
    return text.data();
}

std::optional<Json> object_in(std::string_view base64) {
    const auto text = decode_base64(base64);
    if (!text) return std::nullopt;
    auto json = parse_json(*text);
    if (!json || !json->is_object()) return std::nullopt;
    return std::move(*json);
}

// The payload of a JSON Web Token (RFC 7519) in compact form; its signature is not checked.
std::optional<Json> claims_in(std::string_view token) {
    const auto first = token.find('.');
    const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos)
        return std::nullopt;
    if (!object_in(token.substr(0, first))) return std::nullopt;
    return object_in(token.substr(first + 1, second - first - 1));
}

std::optional<double> seconds_in(const Json& claims, const char* name) {
    const auto found = claims.find(name);
    return found == claims.end() ? std::nullopt : double_of(*found);
}

} // namespace

Credentials read_credentials(std::string_view token, const JwtKeys* keys) {
    Credentials credentials;
    credentials.token = token;
    credentials.user = token.empty()              ? "anonymous"
                       : reads_like_a_name(token) ? std::string(token)
                                                  : hash_of(token);
    auto claims = claims_in(token);
    if (!claims) {
        if (keys != nullptr && !token.empty()) credentials.unsigned_because = "it is not a JSON Web Token";
        return credentials;
    }
    credentials.user = hash_of(token);
    const auto subject = claims->find("sub");
    if (subject != claims->end())
        credentials.user = subject->is_string() ? subject->get<std::string>() : to_text(*subject);
    credentials.expires_at = seconds_in(*claims, "exp");
    credentials.not_before = seconds_in(*claims, "nbf");
    if (keys != nullptr) credentials.unsigned_because = keys->why_unsigned(token);
    credentials.is_signed = keys != nullptr && credentials.unsigned_because.empty();
    credentials.claims = std::move(*claims);
    return credentials;
}

} // namespace chatmock::policy
