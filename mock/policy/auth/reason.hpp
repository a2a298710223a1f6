// The reason of a client's refusal, in words, for the journal and the log. It is never sent to the client.
#pragma once

#include "policy/auth/auth_match.hpp"
#include "policy/auth/token_source.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace chatmock::policy {

struct Reason {
    std::string layer;     // "sandbox", "path", "engineio", "namespace", "auth" or "limit"
    std::string rule;      // the id of the auth rule that matched; empty if no rule decided
    std::string rule_from; // the rule's origin: "profile", "keys", "call" or "scenario"
    std::string seen;      // the client's value that led to the refusal
    std::string hint;      // the way to mend it
};

using SharedReason = std::shared_ptr<const Reason>;

// An object with the fields above, without those that are empty.
Json to_json(const Reason& reason);

// The caller's values that fit the match, and a hint. Precondition: the match holds for the caller. The token
// is not quoted. `looked_in` are the token sources.
Reason reason_for(const AuthMatch& match, const Caller& caller, Instant now, const TokenSources& looked_in);

// A token's place, in words: `the query's jwt_token`, `auth.token`.
std::string place_in_words(const TokenSource& source);

} // namespace chatmock::policy
