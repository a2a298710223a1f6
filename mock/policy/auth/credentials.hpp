// Who a caller is, read from the token. The token itself stays with the session, since auth rules match it;
// transcripts have its number in its place.
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
    std::string token;                // as received; journalled only where it is the user's name
    std::string user;                 // the JWT's `sub`, the token if it reads like a name, or a hash of it
    Json claims = Json::object();     // of the JWT; empty where the token is none
    std::optional<double> expires_at; // the JWT's `exp`: Unix seconds, maybe with a fraction
    std::optional<double> not_before; // the JWT's `nbf`, likewise
    bool is_signed = false;           // by one of the profile's keys
    std::string unsigned_because;     // why no key has; empty where it is signed, or there are no keys

    // Where the token is known by a number alone, as in a transcript: the patterns that it matches.
    std::shared_ptr<const std::set<std::string>> known_matches = {};
};

// Without keys, no token counts as signed.
Credentials read_credentials(std::string_view token, const JwtKeys* keys = nullptr);

// What may be known of a connection: shared by its journal entries, never changed.
struct Identity {
    std::string sid;
    std::string user;
    Json claims;
    std::uint64_t connection = 0; // which of the user's sessions it is: 1, 2, 3, ... as they opened
    std::string namespace_name = "/";
};

using SharedIdentity = std::shared_ptr<const Identity>;

} // namespace chatmock::policy
