// What an auth rule asks of a caller.
#pragma once

#include "base/json/fields.hpp"
#include "base/time.hpp"
#include "engineio/handshake.hpp"
#include "policy/auth/credentials.hpp"
#include "policy/auth/token_source.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chatmock::policy {

// Who asks to be let in, and how: all of it is known at the handshake.
struct Caller {
    Credentials credentials;
    std::string address;   // of its TCP connection, as text
    std::uint64_t nth = 1; // which of its user's handshakes it is
    engineio::Protocol protocol = engineio::Protocol::v4;
    engineio::Transport transport = engineio::Transport::polling;

    // Members of CONNECT's payload that may hold the token, before what the handshake has.
    std::vector<std::string> auth_members = {};

    // Places that have something like a token, and where it was not looked for.
    TokenSources elsewhere = {};
};

// All that is given must hold; nothing given matches everyone.
struct AuthMatch {
    std::optional<std::string> token;   // a pattern: * stands for any text
    std::optional<bool> missing;        // whether there is no token
    std::optional<bool> expired;        // whether it is a JWT past its `exp`
    std::optional<bool> not_yet_valid;  // whether it is a JWT before its `nbf`
    std::optional<bool> signature;      // whether one of the profile's keys has signed it
    Json claims = Json::object();       // those, at least
    std::optional<std::string> address; // a pattern
    std::optional<engineio::Protocol> protocol;
    std::optional<engineio::Transport> transport; // of the handshake
    std::optional<std::uint64_t> nth;
};

// Mistakes become those of `parent`.
AuthMatch parse_auth_match(const Json& json, const std::string& at, Fields& parent);

bool matches(const AuthMatch& match, const Caller& caller, Instant now);

// Whether it cannot be answered without the token.
bool asks_about_token(const AuthMatch& match);

// Whether the token matches the pattern, in which * stands for any text.
bool matches_token(const Credentials& credentials, const std::string& pattern);

} // namespace chatmock::policy
