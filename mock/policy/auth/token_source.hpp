// Where a caller's token may be. A profile lists the places, and the first that has a token counts.
#pragma once

#include "base/json/json.hpp"
#include "http/message.hpp"

#include <optional>
#include <string>
#include <vector>

namespace chatmock::policy {

struct TokenSource {
    enum class Place { query, auth, header, cookie }; // `auth` is the payload of CONNECT

    Place place = Place::query;
    std::string name = "jwt_token";
};

inline bool operator==(const TokenSource& one, const TokenSource& other) {
    return one.place == other.place && one.name == other.name;
}

using TokenSources = std::vector<TokenSource>;

// Such as "query:jwt_token". Fails with `invalid_value`, each mistake at its place.
Result<TokenSource> parse_token_source(const Json& json, const std::string& at);
Result<TokenSources> parse_token_sources(const Json& list, const std::string& at);

std::string name_of(const TokenSource& source);

// What a request says of a token.
struct HandshakeToken {
    std::string token; // empty where there is none
    TokenSource source;
    std::vector<std::string> auth_members; // of a CONNECT's payload, that would go before it
};

HandshakeToken token_of(const TokenSources& sources, const http::Request& request);

// The token in the first of the payload's members that has one; empty where none has.
std::string token_in(const std::vector<std::string>& members, const Json& auth);

// Puts `token` where the request has `present` in that place.
void replace_token(const TokenSource& source, const std::string& present, const std::string& token,
                   http::Request& request);

// Places of the handshake, and of CONNECT's payload, that have something like a token by their name, and that
// are not among the sources: at most four.
TokenSources tokens_elsewhere(const TokenSources& sources, const http::Request& request);
TokenSources tokens_elsewhere(const TokenSources& sources, const Json& auth);

// Puts a token where token_of() finds it.
void put_token(const TokenSource& source, const std::string& token, http::Request& request);

} // namespace chatmock::policy
