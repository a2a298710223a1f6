// The identity of a caller, read from the token. The raw token stays in the session, as auth rules match it;
// transcripts contain its number instead.
#pragma once

#include "base/json/json.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace chatmock::policy {

class JwtKeys;

struct Credentials {
    std::string token;                // the raw text; journalled only if it is the user's name
    std::string user;                 // the JWT's `sub`; the token if it looks like a name; or a hash of it
    Json claims = Json::object();     // of the JWT; empty for other tokens
    std::optional<double> expires_at; // the JWT's `exp`: Unix seconds, possibly with a fraction
    std::optional<double> not_before; // the JWT's `nbf`, in the same form
    bool is_signed = false;           // by one of the profile's keys
    std::string
        unsigned_because; // the reason, if no key signed it; empty if one did, or if there are no keys

    // For a token that is known only by number, as in a transcript: the patterns that it matches.
    std::shared_ptr<const std::set<std::string>> known_matches = {};
};

// How tokens are read.
struct TokenReading {
    const JwtKeys* keys = nullptr; // without them, no token counts as signed

    // True if a token that is not a JWT is its user's name, if it can be one. Absent: a token is a name if it
    // is short and reads like one.
    std::optional<bool> user_from_token = {};
    std::uint64_t seed = 1; // of the hash that stands for other tokens
};

// The claim of a JWT that names the sandbox of its user.
constexpr std::string_view sandbox_claim = "sandbox";

Credentials read_credentials(std::string_view token, const TokenReading& reading = {});

// The public identity of a connection: shared by its journal entries, never changed.
struct Identity {
    std::string sid;
    std::string user;
    Json claims;
    std::uint64_t connection = 0; // number of the user's session, in order of opening: 1, 2, 3, ...
    std::string namespace_name = "/";
};

using SharedIdentity = std::shared_ptr<const Identity>;

} // namespace chatmock::policy
