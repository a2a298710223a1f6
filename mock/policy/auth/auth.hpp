// Auth rules: data that accepts or rejects clients.
#pragma once

#include "policy/auth/auth_match.hpp"
#include "policy/auth/auth_outcome.hpp"

#include <optional>
#include <string>
#include <vector>

namespace chatmock::policy {

struct AuthRule {
    AuthMatch match;
    AuthOutcome outcome;
    std::optional<std::uint64_t> times; // remaining uses; empty: unlimited
    Json source;                        // as it was written
};

Result<AuthRule> parse_auth_rule(const Json& json, const std::string& at);
Result<std::vector<AuthRule>> parse_auth_rules(const Json& json, const std::string& at);

// As the rules were written, with the remaining `times`.
Json to_json(const std::vector<AuthRule>& rules);

// The first matching rule with uses left decides, and loses one use. At the handshake, a rule whose outcome
// belongs to CONNECT decides nothing and loses no use. At CONNECT, rules whose outcome belongs to the
// handshake are skipped, and a caller without a matching rule is accepted.
//
// If the token may still arrive with CONNECT, every rule about the token, and all rules after it, are left to
// CONNECT. There, an outcome for the handshake becomes the nearest outcome of Socket.IO.
std::optional<AuthOutcome> decide_handshake(std::vector<AuthRule>& rules, const Caller& caller, Instant now);
AuthOutcome decide_connect(std::vector<AuthRule>& rules, const Caller& caller, Instant now);

} // namespace chatmock::policy
