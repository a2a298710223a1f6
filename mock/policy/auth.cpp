#include "policy/auth.hpp"

#include "base/fields.hpp"

namespace chatmock::policy {

namespace {

// `*` stands for any text. Linear but for backtracking to the last star, so no pattern is slow.
bool matches_pattern(std::string_view text, std::string_view pattern) {
    std::size_t at = 0;
    std::size_t in_pattern = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    while (at < text.size()) {
        if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
            star = in_pattern++;
            resume = at;
        } else if (in_pattern < pattern.size() && pattern[in_pattern] == text[at]) {
            ++at;
            ++in_pattern;
        } else if (star != std::string_view::npos) {
            in_pattern = star + 1;
            at = ++resume;
        } else {
            return false;
        }
    }
    while (in_pattern < pattern.size() && pattern[in_pattern] == '*') ++in_pattern;
    return in_pattern == pattern.size();
}

bool is_expired(const Credentials& credentials, Instant now) {
    return credentials.expires_at && *credentials.expires_at <= static_cast<double>(unix_seconds(now));
}

bool matches(const AuthMatch& match, const Credentials& credentials, Instant now) {
    if (match.token && !matches_token(credentials, *match.token)) return false;
    if (match.missing && *match.missing != credentials.token.empty()) return false;
    if (match.expired && *match.expired != is_expired(credentials, now)) return false;
    return contains(credentials.claims, match.claims);
}

AuthMatch parse_match(const Json& json, const std::string& at, Fields& parent) {
    Fields fields(json, at);
    AuthMatch match;
    if (fields.has("token")) match.token = fields.text("token", "");
    if (fields.has("missing")) match.missing = fields.boolean("missing", false);
    if (fields.has("expired")) match.expired = fields.boolean("expired", false);
    if (const Json* claims = fields.object("claims")) match.claims = *claims;
    if (auto done = fields.done(); !done) parent.fail(done.error());
    return match;
}

AuthOutcome parse_outcome(const Json& json, const std::string& at, Fields& parent) {
    Fields fields(json, at);
    AuthOutcome outcome;
    fields.require("do");
    outcome.accept = fields.choice("do", {"accept", "reject"}, 0) == 0;
    if (!outcome.accept) {
        fields.choice("via", {"connect_error"}, 0);
        outcome.message = fields.text("message", outcome.message);
        if (const Json* data = fields.any("data")) outcome.data = *data;
    }
    if (auto done = fields.done(); !done) parent.fail(done.error());
    return outcome;
}

} // namespace

Result<AuthRule> parse_auth_rule(const Json& json, const std::string& at) {
    Fields fields(json, at);
    AuthRule rule;
    fields.require("match");
    fields.require("outcome");
    if (const Json* match = fields.object("match"))
        rule.match = parse_match(*match, fields.at("match"), fields);
    if (const Json* outcome = fields.object("outcome")) {
        rule.outcome = parse_outcome(*outcome, fields.at("outcome"), fields);
    }
    if (auto done = fields.done(); !done) return done.error();
    rule.source = json;
    return rule;
}

Result<std::vector<AuthRule>> parse_auth_rules(const Json& json, const std::string& at) {
    return parse_each(json, at, parse_auth_rule);
}

Json to_json(const std::vector<AuthRule>& rules) {
    Json list = Json::array();
    for (const auto& rule : rules) list.push_back(rule.source);
    return list;
}

bool matches_token(const Credentials& credentials, const std::string& pattern) {
    if (credentials.known_matches) return credentials.known_matches->count(pattern) != 0;
    return matches_pattern(credentials.token, pattern);
}

AuthOutcome decide(const std::vector<AuthRule>& rules, const Credentials& credentials, Instant now) {
    for (const auto& rule : rules) {
        if (matches(rule.match, credentials, now)) return rule.outcome;
    }
    return {};
}

} // namespace chatmock::policy
