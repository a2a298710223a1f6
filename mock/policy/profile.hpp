// A profile: how this mock behaves, as one file that a person wrote.
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

// A path that Engine.IO answers below.
struct Endpoint {
    std::string path;  // begins and ends with a slash; answers without its last slash, too
    bool echo = false; // sends every message back, and speaks no Socket.IO
};

struct Profile {
    std::shared_ptr<const JwtKeys> keys; // of tokens; null where signatures are not checked
    std::vector<AuthRule> rules;
    bool expire_at_exp = false;          // an accepted connection ends when its token does
    std::optional<bool> user_from_token; // see TokenReading
    Groups groups;
    engineio::Timings timings;
    Milliseconds connect_timeout{45000}; // from a session's start to its first accepted CONNECT
    Milliseconds first_frame_delay{1};   // of a WebSocket, behind the answer to its handshake
    bool repair_double_utf8 = false;     // of what the oldest clients post
    std::optional<engineio::Protocol>
        eio_default;                              // of a client that names no revision; absent: it is refused
    TokenSources token_sources = {TokenSource{}}; // in the order in which they count
    bool bare_websocket = false;                  // serves a WebSocket that names neither EIO nor transport
    std::vector<std::string> namespaces = {"/"};  // those that exist
    std::vector<Endpoint> endpoints = {{"/socket.io/", false}};
    std::optional<ClientEvents> client_events; // that clients may send; absent: all
    std::vector<Reaction> reactions;
    FaultsByName faults;
    Json source = Json::object(); // as it was written, but for keys, which are hidden

    // The endpoint that answers `path`; null where none does.
    const Endpoint* find_endpoint(std::string_view path) const;

    // The first endpoint that speaks Socket.IO, or else the first.
    const Endpoint& main_endpoint() const;
    bool has_namespace(std::string_view name) const;

    TokenReading token_reading(std::uint64_t seed) const { return {keys.get(), user_from_token, seed}; }
};

// Files that it names are found below `folder`; without one it names none.
Result<Profile> parse_profile(const Json& json,
                              const std::optional<std::filesystem::path>& folder = std::nullopt);

// As read_profile_parts() finds it, with `settings` over it: what `--set` says, the first below the next.
Result<Profile> load_profile(const FileLayers& fixtures, const std::string& name,
                             const ProfileParts& settings = {});

} // namespace chatmock::policy
