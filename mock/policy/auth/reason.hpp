// Why a client was refused, in words: for the journal and the log. A client is never told any of it.
#pragma once

#include "policy/auth/auth_match.hpp"
#include "policy/auth/token_source.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace chatmock::policy {

struct Reason {
    std::string layer;     // that refused: "sandbox", "path", "engineio", "namespace", "auth" or "limit"
    std::string rule;      // the id of the auth rule that matched; empty where no rule decided
    std::string rule_from; // where the rule came from: "profile", "keys", "call" or "scenario"
    std::string seen;      // of the client, that led to it
    std::string hint;      // what to do about it
};

using SharedReason = std::shared_ptr<const Reason>;

// An object with the fields above, without those that are empty.
Json to_json(const Reason& reason);

// What made the match hold for the caller, who does hold, and what to do about it. The token is not quoted.
// `looked_in` are the places where its token was looked for.
Reason reason_for(const AuthMatch& match, const Caller& caller, Instant now, const TokenSources& looked_in);

// A token's place as a person would say it: `the query's jwt_token`, `auth.token`.
std::string place_in_words(const TokenSource& source);

} // namespace chatmock::policy
