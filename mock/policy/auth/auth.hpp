// Auth rules: data that decides who is accepted.
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
    std::optional<std::uint64_t> times; // that it still decides; without it, always
    Json source;                        // as it was written
};

Result<AuthRule> parse_auth_rule(const Json& json, const std::string& at);
Result<std::vector<AuthRule>> parse_auth_rules(const Json& json, const std::string& at);

// As they were written, but for `times`, which is what is left.
Json to_json(const std::vector<AuthRule>& rules);

// The first rule that matches and is not worn out decides, and is worn by it. At the handshake that is
// nothing, and wears nothing, unless its outcome takes place there; at CONNECT rules whose outcome would have
// taken place at the handshake are passed over, and who is matched by none is accepted.
//
// Where the token may still come with CONNECT, the handshake leaves every rule that asks about the token, and
// what follows it, to CONNECT. There an outcome of a handshake is the nearest one of Socket.IO's level.
std::optional<AuthOutcome> decide_handshake(std::vector<AuthRule>& rules, const Caller& caller, Instant now);
AuthOutcome decide_connect(std::vector<AuthRule>& rules, const Caller& caller, Instant now);

} // namespace chatmock::policy
