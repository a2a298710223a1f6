// A token that a test asks for: a good one, or one that is broken in a way that it chooses.
#pragma once

#include "base/json/fields.hpp"
#include "base/time.hpp"
#include "policy/auth/jwt_signer.hpp"

#include <string>

namespace chatmock::policy {

struct TokenRequest {
    enum class Flaw {
        none,
        signature,      // is not that of the key
        expired,        // its `exp` is past
        not_yet,        // its `nbf` is to come
        algorithm_none, // is not signed at all
        no_sub,         // has no user
        garbage,        // not a JWT
    };

    std::string sub;
    Json claims = Json::object(); // over those that the token has by itself, as a JSON Merge Patch
    Milliseconds expires_in{60 * 60 * 1000};
    Flaw flaw = Flaw::none;
};

TokenRequest read_token_request(Fields& fields);

struct Token {
    std::string text;
    Json header; // null for the flaw `garbage`
    Json claims; // of the token; null for the flaw `garbage`
};

// `garbage` replaces a token that is not a JWT.
Token make_token(const TokenRequest& request, const JwtSigner& signer, Instant now,
                 const std::string& garbage);

} // namespace chatmock::policy
