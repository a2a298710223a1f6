#include "policy/auth/credentials.hpp"

#include "base/json/number.hpp"
#include "base/text/base64.hpp"
#include "policy/auth/digest.hpp"
#include "policy/auth/jwt_keys.hpp"

#include <algorithm>

namespace chatmock::policy {

namespace {

constexpr std::size_t name_length_max = 64;
constexpr std::size_t plain_name_length_max = 24; // without `user_from_token`
constexpr std::size_t hex_run_max = 7;            // in such a one: a longer one may be a secret

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); }

bool can_be_a_name(std::string_view token) {
    return token.size() <= name_length_max && std::all_of(token.begin(), token.end(), [](char c) {
               return is_letter(c) || is_digit(c) || c == '_' || c == '.' || c == '@' || c == '-';
           });
}

// True for the end of a word and a long number, such as a time in milliseconds.
bool is_word_and_number(std::string_view run) {
    const auto last_letter = run.find_last_not_of("0123456789");
    const auto letters = last_letter == std::string_view::npos ? 0 : last_letter + 1;
    return letters <= hex_run_max && run.size() - letters > hex_run_max &&
           std::all_of(run.begin(), run.begin() + static_cast<long>(letters), is_letter);
}

bool has_secret_in_hex(std::string_view token) {
    while (!token.empty()) {
        const auto end = std::find_if_not(token.begin(), token.end(), is_hex);
        const auto run = token.substr(0, static_cast<std::size_t>(end - token.begin()));
        if (run.size() > hex_run_max && !is_word_and_number(run)) return true;
        token.remove_prefix(std::min(run.size() + 1, token.size()));
    }
    return false;
}

bool reads_like_a_name(std::string_view token) {
    return token.size() <= plain_name_length_max && std::any_of(token.begin(), token.end(), is_letter) &&
           !has_secret_in_hex(token);
}

bool is_a_name(std::string_view token, const TokenReading& reading) {
    return can_be_a_name(token) && reading.user_from_token.value_or(reads_like_a_name(token));
}

// Without the seed, the token cannot be found by trying hashes.
std::string hash_of(std::string_view token, const TokenReading& reading) {
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr std::size_t shown_bytes = 6;
    const auto digest = hmac_sha256("chatmock: users of seed " + std::to_string(reading.seed), token);
    std::string text = "token-";
    for (const char c : std::string_view(digest).substr(0, shown_bytes)) {
        const auto byte = static_cast<unsigned char>(c);
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
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

// The user of a JWT without `sub`. The name of a sandbox changes nothing, so it is not part of the hash; nor
// is the signature then, which depends on it.
std::string hash_of(std::string_view token, const Json& claims, const TokenReading& reading) {
    const auto sandbox = claims.find(sandbox_claim);
    if (sandbox == claims.end() || !sandbox->is_string()) return hash_of(token, reading);
    auto others = claims;
    others.erase(std::string(sandbox_claim));
    return hash_of(std::string(token.substr(0, token.find('.') + 1)) + to_text(others), reading);
}

std::optional<double> seconds_in(const Json& claims, const char* name) {
    const auto found = claims.find(name);
    return found == claims.end() ? std::nullopt : double_of(*found);
}

} // namespace

Credentials read_credentials(std::string_view token, const TokenReading& reading) {
    Credentials credentials;
    credentials.token = token;
    credentials.user = "anonymous";
    if (token.empty()) return credentials;
    auto claims = claims_in(token);
    if (!claims) {
        credentials.user = is_a_name(token, reading) ? std::string(token) : hash_of(token, reading);
        if (reading.keys != nullptr) credentials.unsigned_because = "it is not a JSON Web Token";
        return credentials;
    }
    const auto subject = claims->find("sub");
    if (subject == claims->end()) credentials.user = hash_of(token, *claims, reading);
    else credentials.user = subject->is_string() ? subject->get<std::string>() : to_text(*subject);
    credentials.expires_at = seconds_in(*claims, "exp");
    credentials.not_before = seconds_in(*claims, "nbf");
    if (reading.keys != nullptr) credentials.unsigned_because = reading.keys->why_unsigned(token);
    credentials.is_signed = reading.keys != nullptr && credentials.unsigned_because.empty();
    credentials.claims = std::move(*claims);
    return credentials;
}

} // namespace chatmock::policy
