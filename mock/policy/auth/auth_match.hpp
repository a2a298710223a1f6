// The conditions of an auth rule on a caller.
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

// A client that asks to be accepted, as its handshake describes it.
struct Caller {
    Credentials credentials;
    std::string address;   // of its TCP connection, as text
    std::uint64_t nth = 1; // number of its user's handshake, from 1
    engineio::Protocol protocol = engineio::Protocol::v4;
    engineio::Transport transport = engineio::Transport::polling;

    // Members of CONNECT's payload that may contain the token; they take precedence over the handshake.
    std::vector<std::string> auth_members = {};

    // Places outside of the token sources that have something like a token.
    TokenSources elsewhere = {};
};

// All given conditions must hold; without conditions, it matches every caller.
struct AuthMatch {
    std::optional<std::string> token;   // a pattern: * stands for any text
    std::optional<bool> missing;        // true: there is no token
    std::optional<bool> expired;        // true: it is a JWT past its `exp`
    std::optional<bool> not_yet_valid;  // true: it is a JWT before its `nbf`
    std::optional<bool> signature;      // true: one of the profile's keys signed it
    Json claims = Json::object();       // a part of the token's claims
    std::optional<std::string> address; // a pattern
    std::optional<engineio::Protocol> protocol;
    std::optional<engineio::Transport> transport; // of the handshake
    std::optional<std::uint64_t> nth;
};

// Mistakes are added to `parent`.
AuthMatch parse_auth_match(const Json& json, const std::string& at, Fields& parent);

bool matches(const AuthMatch& match, const Caller& caller, Instant now);

// True if a condition needs the token.
bool asks_about_token(const AuthMatch& match);

// True if the token matches the pattern, in which * stands for any text.
bool matches_token(const Credentials& credentials, const std::string& pattern);

} // namespace chatmock::policy
