#include "policy/auth/auth.hpp"

#include <algorithm>

namespace chatmock::policy {

namespace {

bool applies(const AuthRule& rule, const Caller& caller, Instant now) {
    return rule.times != 0U && matches(rule.match, caller, now);
}

// The outcome at CONNECT, when the handshake is over.
AuthOutcome at_connect(AuthOutcome outcome) {
    outcome.at_handshake = false;
    if (outcome.kind == AuthOutcome::Kind::http) outcome.kind = AuthOutcome::Kind::connect_error;
    return outcome;
}

const AuthOutcome& use_once(AuthRule& rule) {
    if (rule.times) --*rule.times;
    return rule.outcome;
}

} // namespace

Result<AuthRule> parse_auth_rule(const Json& json, const std::string& at) {
    Fields fields(json, at);
    AuthRule rule;
    fields.require("match");
    fields.require("outcome");
    if (const Json* match = fields.object("match"))
        rule.match = parse_auth_match(*match, fields.at("match"), fields);
    if (const Json* outcome = fields.object("outcome"))
        rule.outcome = parse_auth_outcome(*outcome, fields.at("outcome"), fields);
    if (fields.has("times")) rule.times = static_cast<std::uint64_t>(fields.integer("times", 0, 0));
    if (auto done = fields.done(); !done) return done.error();
    rule.source = json;
    return rule;
}

Result<std::vector<AuthRule>> parse_auth_rules(const Json& json, const std::string& at) {
    return parse_each(json, at, parse_auth_rule);
}

Json to_json(const std::vector<AuthRule>& rules) {
    Json list = Json::array();
    for (const auto& rule : rules) {
        list.push_back(rule.source);
        if (rule.times) list.back()["times"] = *rule.times;
    }
    return list;
}

std::optional<AuthOutcome> decide_handshake(std::vector<AuthRule>& rules, const Caller& caller, Instant now) {
    const bool may_follow = !caller.auth_members.empty();
    const auto decides = [&](const AuthRule& rule) {
        return (may_follow && rule.times != 0U && asks_about_token(rule.match)) || applies(rule, caller, now);
    };
    const auto found = std::find_if(rules.begin(), rules.end(), decides);
    if (found == rules.end() || !found->outcome.at_handshake) return std::nullopt;
    if (may_follow && asks_about_token(found->match)) return std::nullopt;
    return use_once(*found);
}

AuthOutcome decide_connect(std::vector<AuthRule>& rules, const Caller& caller, Instant now) {
    const bool was_left = !caller.auth_members.empty();
    const auto decides = [&](const AuthRule& rule) {
        return (was_left || !rule.outcome.at_handshake) && applies(rule, caller, now);
    };
    const auto found = std::find_if(rules.begin(), rules.end(), decides);
    return found == rules.end() ? AuthOutcome{} : at_connect(use_once(*found));
}

} // namespace chatmock::policy
