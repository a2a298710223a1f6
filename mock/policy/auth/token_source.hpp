// The places of a caller's token. A profile lists them, and the first place with a token counts.
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

// Parses such as "query:jwt_token". Fails with `invalid_value`, each mistake at its place.
Result<TokenSource> parse_token_source(const Json& json, const std::string& at);
Result<TokenSources> parse_token_sources(const Json& list, const std::string& at);

std::string name_of(const TokenSource& source);

// The token of a request.
struct HandshakeToken {
    std::string token; // empty if there is none
    TokenSource source;
    std::vector<std::string> auth_members; // members of a CONNECT's payload, which would take precedence
};

HandshakeToken token_of(const TokenSources& sources, const http::Request& request);

// The token in the payload's first member with one; empty if there is none.
std::string token_in(const std::vector<std::string>& members, const Json& auth);

// Replaces the token that token_of() has found, so that it finds `token` instead.
void replace_token(const HandshakeToken& found, const std::string& token, http::Request& request);

// True for a name under which apps send a token, whatever its case and separators, also with "X-" before it.
bool names_a_token(std::string_view name);

// Places of the handshake, and of CONNECT's payload, whose name suggests a token, and that are not among the
// sources: at most four.
TokenSources tokens_elsewhere(const TokenSources& sources, const http::Request& request);
TokenSources tokens_elsewhere(const TokenSources& sources, const Json& auth);

// Writes a token to the place where token_of() finds it.
void put_token(const TokenSource& source, const std::string& token, http::Request& request);

} // namespace chatmock::policy
