// A profile: the mock's behaviour, as one file that a person wrote.
#pragma once

#include "engineio/handshake.hpp"
#include "policy/auth/auth.hpp"
#include "policy/auth/credentials.hpp"
#include "policy/auth/jwt_keys.hpp"
#include "policy/auth/token_source.hpp"
#include "policy/client_events.hpp"
#include "policy/faults/fault.hpp"
#include "policy/match/target.hpp"
#include "policy/profile_source.hpp"
#include "policy/reaction.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace chatmock::policy {

// A path of Engine.IO.
struct Endpoint {
    std::string path;  // begins and ends with a slash; also valid without the last one
    bool echo = false; // returns every message; no Socket.IO
};

struct Profile {
    std::shared_ptr<const JwtKeys> keys; // of tokens; null if signatures are not checked
    std::vector<AuthRule> rules;
    bool expire_at_exp = false;          // an accepted connection ends when its token does
    std::optional<bool> user_from_token; // see TokenReading
    Groups groups;
    engineio::Timings timings;
    Milliseconds connect_timeout{45000}; // from a session's start to its first accepted CONNECT
    Milliseconds first_frame_delay{1};   // of a WebSocket, after the handshake's answer
    bool repair_double_utf8 = false;     // of POSTs from the oldest clients
    std::optional<engineio::Protocol>
        eio_default; // for clients that name no revision; empty: they are refused
    TokenSources token_sources = {TokenSource{}}; // in order of precedence
    bool bare_websocket = false;                 // accepts a WebSocket without EIO and transport in its query
    std::vector<std::string> namespaces = {"/"}; // the existing ones
    std::vector<Endpoint> endpoints = {{"/socket.io/", false}};
    std::optional<ClientEvents> client_events; // allowed to clients; empty: all
    std::vector<Reaction> reactions;
    FaultsByName faults;
    Json source = Json::object(); // as it was written, with hidden keys

    // The endpoint for `path`; null if there is none.
    const Endpoint* find_endpoint(std::string_view path) const;

    // The first endpoint with Socket.IO; otherwise the first one.
    const Endpoint& main_endpoint() const;
    bool has_namespace(std::string_view name) const;

    TokenReading token_reading(std::uint64_t seed) const { return {keys.get(), user_from_token, seed}; }
};

// Paths of files in it are relative to `folder`; without a folder, files are refused.
Result<Profile> parse_profile(const Json& json,
                              const std::optional<std::filesystem::path>& folder = std::nullopt);

// The result of read_profile_parts(), with `settings` on top: the values of `--set`, the last one uppermost.
Result<Profile> load_profile(const FileLayers& fixtures, const std::string& name,
                             const ProfileParts& settings = {});

} // namespace chatmock::policy
