#include "policy/auth/auth.hpp"

#include "base/text/ascii.hpp"

#include <algorithm>
#include <set>

namespace chatmock::policy {

namespace {

bool applies(const AuthRule& rule, const Caller& caller, Instant now) {
    return rule.times != 0U && matches(rule.match, caller, now);
}

// The outcome at CONNECT, when the handshake is over.
Decision at_connect(Decision decision) {
    decision.at_handshake = false;
    if (decision.kind == AuthOutcome::Kind::http) decision.kind = AuthOutcome::Kind::connect_error;
    return decision;
}

// The way to remove the rule, for users that do not expect it.
std::string way_out(const AuthRule& rule) {
    switch (rule.origin) {
        case RuleOrigin::profile: return "the rule is in the profile's auth.rules";
        case RuleOrigin::keys: return "the rule is there because the profile has \"jwt\"";
        case RuleOrigin::call:
        case RuleOrigin::scenario: return "DELETE /auth/rules/" + rule.id + " removes the rule";
    }
    return {};
}

Decision use_once(AuthRule& rule, const Caller& caller, Instant now, const TokenSources& looked_in) {
    if (rule.times) --*rule.times;
    Decision decision{rule.outcome, nullptr};
    if (rule.outcome.kind == AuthOutcome::Kind::accept) return decision;
    auto reason = reason_for(rule.match, caller, now, looked_in);
    reason.rule = rule.id;
    reason.rule_from = name_of(rule.origin);
    if (reason.hint.empty()) reason.hint = way_out(rule);
    decision.why = std::make_shared<const Reason>(std::move(reason));
    return decision;
}

std::string id_in(Fields& fields) {
    auto id = fields.text("id", "");
    if (fields.has("id") && !is_plain_name(id)) {
        fields.fail(expected("a rule's id (1 to 64 of A-Z, a-z, 0-9, \".\", \"_\" and \"-\")", Json(id),
                             fields.at("id")));
    }
    return id;
}

bool has_id(const std::vector<AuthRule>& rules, const std::string& id) {
    return std::any_of(rules.begin(), rules.end(), [&](const AuthRule& rule) { return rule.id == id; });
}

Result<void> check_ids(const std::vector<AuthRule>& rules, const std::string& at) {
    std::set<std::string> ids;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const auto& id = rules[i].id;
        if (id.empty() || ids.insert(id).second) continue;
        return Error{ErrorCode::invalid_value, "expected an id that no other rule has, got \"" + id + "\"",
                     pointer_to(pointer_to(at, i), "id")};
    }
    return {};
}

} // namespace

std::string_view name_of(RuleOrigin origin) {
    switch (origin) {
        case RuleOrigin::profile: return "profile";
        case RuleOrigin::keys: return "keys";
        case RuleOrigin::call: return "call";
        case RuleOrigin::scenario: return "scenario";
    }
    return "";
}

Result<AuthRule> parse_auth_rule(const Json& json, const std::string& at) {
    Fields fields(json, at);
    AuthRule rule;
    rule.id = id_in(fields);
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
    auto rules = parse_each(json, at, parse_auth_rule);
    if (!rules) return rules;
    if (auto checked = check_ids(*rules, at); !checked) return checked.error();
    return rules;
}

void give_ids(std::vector<AuthRule>& rules, RuleOrigin origin, std::uint64_t& last_number,
              const std::vector<AuthRule>& others) {
    for (auto& rule : rules) {
        rule.origin = origin;
        while (rule.id.empty()) {
            auto id = std::string(name_of(origin)) + "-" + std::to_string(++last_number);
            if (!has_id(rules, id) && !has_id(others, id)) rule.id = std::move(id);
        }
    }
}

Json to_json(const AuthRule& rule) {
    Json json = Json::object();
    if (!rule.id.empty()) json["id"] = rule.id;
    for (const auto& [name, value] : rule.source.items()) {
        if (name != "id") json[name] = value;
    }
    if (rule.times) json["times"] = *rule.times;
    return json;
}

Json to_json(const std::vector<AuthRule>& rules) {
    Json list = Json::array();
    for (const auto& rule : rules) list.push_back(to_json(rule));
    return list;
}

std::optional<Decision> decide_handshake(std::vector<AuthRule>& rules, const Caller& caller, Instant now,
                                         const TokenSources& looked_in) {
    const bool may_follow = !caller.auth_members.empty();
    const auto decides = [&](const AuthRule& rule) {
        return (may_follow && rule.times != 0U && asks_about_token(rule.match)) || applies(rule, caller, now);
    };
    const auto found = std::find_if(rules.begin(), rules.end(), decides);
    if (found == rules.end() || !found->outcome.at_handshake) return std::nullopt;
    if (may_follow && asks_about_token(found->match)) return std::nullopt;
    return use_once(*found, caller, now, looked_in);
}

Decision decide_connect(std::vector<AuthRule>& rules, const Caller& caller, Instant now,
                        const TokenSources& looked_in) {
    const bool was_left = !caller.auth_members.empty();
    const auto decides = [&](const AuthRule& rule) {
        return (was_left || !rule.outcome.at_handshake) && applies(rule, caller, now);
    };
    const auto found = std::find_if(rules.begin(), rules.end(), decides);
    return found == rules.end() ? Decision{} : at_connect(use_once(*found, caller, now, looked_in));
}

} // namespace chatmock::policy
