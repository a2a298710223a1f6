#include "policy/auth/auth_match.hpp"

#include "policy/auth/wildcard.hpp"

namespace chatmock::policy {

namespace {

bool is_expired(const Credentials& credentials, Instant now) {
    return credentials.expires_at && *credentials.expires_at <= static_cast<double>(unix_seconds(now));
}

bool is_not_yet_valid(const Credentials& credentials, Instant now) {
    return credentials.not_before && *credentials.not_before > static_cast<double>(unix_seconds(now));
}

template <typename Value>
bool agrees(const std::optional<Value>& wanted, const Value& value) {
    return !wanted || *wanted == value;
}

std::optional<bool> flag_in(Fields& fields, std::string_view name) {
    if (!fields.has(name)) return std::nullopt;
    return fields.boolean(name, false);
}

std::optional<std::string> pattern_in(Fields& fields, std::string_view name) {
    if (!fields.has(name)) return std::nullopt;
    return fields.text(name, "");
}

// Reads one of two words: true for the first.
std::optional<bool> either_in(Fields& fields, std::string_view name, const std::string& first,
                              const std::string& second) {
    if (!fields.has(name)) return std::nullopt;
    return fields.choice(name, {first, second}, 0) == 0;
}

} // namespace

AuthMatch parse_auth_match(const Json& json, const std::string& at, Fields& parent) {
    Fields fields(json, at);
    AuthMatch match;
    match.token = pattern_in(fields, "token");
    match.missing = flag_in(fields, "missing");
    match.expired = flag_in(fields, "expired");
    match.not_yet_valid = flag_in(fields, "not_yet_valid");
    match.signature = either_in(fields, "signature", "valid", "invalid");
    if (const Json* claims = fields.object("claims")) match.claims = *claims;
    match.address = pattern_in(fields, "address");
    if (fields.has("protocol"))
        match.protocol = static_cast<engineio::Protocol>(fields.integer("protocol", 4, 3, 4));
    if (const auto polls = either_in(fields, "transport", "polling", "websocket"))
        match.transport = *polls ? engineio::Transport::polling : engineio::Transport::websocket;
    if (fields.has("nth")) match.nth = static_cast<std::uint64_t>(fields.integer("nth", 1, 1));
    if (auto done = fields.done(); !done) parent.fail(done.error());
    return match;
}

bool matches(const AuthMatch& match, const Caller& caller, Instant now) {
    const auto& credentials = caller.credentials;
    return (!match.token || matches_token(credentials, *match.token)) &&
           (!match.address || matches_pattern(caller.address, *match.address)) &&
           agrees(match.missing, credentials.token.empty()) &&
           agrees(match.expired, is_expired(credentials, now)) &&
           agrees(match.not_yet_valid, is_not_yet_valid(credentials, now)) &&
           agrees(match.signature, credentials.is_signed) && agrees(match.protocol, caller.protocol) &&
           agrees(match.transport, caller.transport) && agrees(match.nth, caller.nth) &&
           contains(credentials.claims, match.claims);
}

bool asks_about_token(const AuthMatch& match) {
    return match.token || match.missing || match.expired || match.not_yet_valid || match.signature ||
           match.nth || !match.claims.empty();
}

bool matches_token(const Credentials& credentials, const std::string& pattern) {
    if (credentials.known_matches) return credentials.known_matches->count(pattern) != 0;
    return matches_pattern(credentials.token, pattern);
}

} // namespace chatmock::policy
