// Auth rules: data that decides who is accepted.
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

// Who installed a rule.
enum class RuleOrigin {
    profile,
    keys, // of the profile: rules that it has because it has keys
    call,
    scenario,
};

std::string_view name_of(RuleOrigin origin);

struct AuthRule {
    std::string id; // unique among the rules in force
    RuleOrigin origin = RuleOrigin::call;
    AuthMatch match;
    AuthOutcome outcome;
    std::optional<std::uint64_t> times; // that it still decides; without it, always
    Json source;                        // as it was written
};

// An id that is not written is empty: give_ids() chooses one.
Result<AuthRule> parse_auth_rule(const Json& json, const std::string& at);
Result<std::vector<AuthRule>> parse_auth_rules(const Json& json, const std::string& at);

// Rules without an id get the origin and the next free number: `call-1`, `call-2`. `others` have theirs
// already.
void give_ids(std::vector<AuthRule>& rules, RuleOrigin origin, std::uint64_t& last_number,
              const std::vector<AuthRule>& others = {});

// As they were written, with their ids, but for `times`, which is what is left.
Json to_json(const AuthRule& rule);
Json to_json(const std::vector<AuthRule>& rules);

// An outcome, and why it is one; null where the client is accepted.
struct Decision : AuthOutcome {
    SharedReason why;
};

// The first matching rule with uses left decides and loses one use. At the handshake only rules decide whose
// outcome takes place there. At CONNECT those rules are passed over, and a client that no rule matches is
// accepted. `looked_in` are the places where the caller's token was looked for: a reason names them.
//
// Where the token may still come with CONNECT, the handshake leaves every rule that asks about the token, and
// what follows it, to CONNECT. There an outcome of a handshake is the nearest one of Socket.IO's level.
std::optional<Decision> decide_handshake(std::vector<AuthRule>& rules, const Caller& caller, Instant now,
                                         const TokenSources& looked_in = {TokenSource{}});
Decision decide_connect(std::vector<AuthRule>& rules, const Caller& caller, Instant now,
                        const TokenSources& looked_in = {TokenSource{}});

} // namespace chatmock::policy
