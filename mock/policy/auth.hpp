// Auth rules: data that decides who is accepted.
#pragma once

#include "base/time.hpp"
#include "policy/credentials.hpp"

#include <optional>
#include <string>
#include <vector>

namespace chatmock::policy {

// All that is given must hold; nothing given matches everyone.
struct AuthMatch {
    std::optional<std::string> token; // a pattern: * stands for any text
    std::optional<bool> missing;      // whether there is no token
    std::optional<bool> expired;      // whether it is a JWT past its `exp`
    Json claims = Json::object();     // those, at least
};

struct AuthOutcome {
    bool accept = true;
    std::string message = "Unauthorization"; // of a refusal
    Json data;                               // that goes with it; null where there is none
};

struct AuthRule {
    AuthMatch match;
    AuthOutcome outcome;
    Json source; // as it was written
};

Result<AuthRule> parse_auth_rule(const Json& json, const std::string& at);
Result<std::vector<AuthRule>> parse_auth_rules(const Json& json, const std::string& at);
Json to_json(const std::vector<AuthRule>& rules);

// Whether the token matches the pattern, in which * stands for any text.
bool matches_token(const Credentials& credentials, const std::string& pattern);

// The first rule that matches decides; where none does, the caller is accepted.
AuthOutcome decide(const std::vector<AuthRule>& rules, const Credentials& credentials, Instant now);

} // namespace chatmock::policy
