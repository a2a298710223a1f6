// Auth rules: data that accepts or rejects clients.
#pragma once

#include "policy/auth/auth_match.hpp"
#include "policy/auth/auth_outcome.hpp"
#include "policy/auth/reason.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::policy {

// The origin of a rule.
enum class RuleOrigin {
    profile,
    keys, // a profile with keys refuses tokens that they did not sign
    call,
    scenario,
};

std::string_view name_of(RuleOrigin origin);

struct AuthRule {
    std::string id; // unique among the rules in force
    RuleOrigin origin = RuleOrigin::call;
    AuthMatch match;
    AuthOutcome outcome;
    std::optional<std::uint64_t> times; // remaining uses; empty: unlimited
    Json source;                        // as it was written
};

// An absent id is empty: give_ids() chooses one.
Result<AuthRule> parse_auth_rule(const Json& json, const std::string& at);
Result<std::vector<AuthRule>> parse_auth_rules(const Json& json, const std::string& at);

// Rules without an id get the origin and the next free number: `call-1`, `call-2`. `others` have ids
// already.
void give_ids(std::vector<AuthRule>& rules, RuleOrigin origin, std::uint64_t& last_number,
              const std::vector<AuthRule>& others = {});

// As the rules were written, with their ids and the remaining `times`.
Json to_json(const AuthRule& rule);
Json to_json(const std::vector<AuthRule>& rules);

// An outcome and its reason, which is null if the client is accepted.
struct Decision : AuthOutcome {
    SharedReason why;
};

// The first matching rule with uses left decides, and loses one use. At the handshake, a rule whose outcome
// belongs to CONNECT decides nothing and loses no use. At CONNECT, rules whose outcome belongs to the
// handshake are skipped, and a caller without a matching rule is accepted. `looked_in` are the token sources,
// which a reason names.
//
// If the token may still arrive with CONNECT, every rule about the token, and all rules after it, are left to
// CONNECT. There, an outcome for the handshake becomes the nearest outcome of Socket.IO.
std::optional<Decision> decide_handshake(std::vector<AuthRule>& rules, const Caller& caller, Instant now,
                                         const TokenSources& looked_in = {TokenSource{}});
Decision decide_connect(std::vector<AuthRule>& rules, const Caller& caller, Instant now,
                        const TokenSources& looked_in = {TokenSource{}});

} // namespace chatmock::policy
