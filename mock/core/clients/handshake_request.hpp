// A request that may begin a session, as the profile reads it.
#pragma once

#include "http/message.hpp"
#include "policy/profile.hpp"

namespace chatmock::core {

// True for a WebSocket of a manual tool, without protocol and transport in its query, if the profile accepts
// it.
bool is_bare(const policy::Profile& profile, const http::Request& upgrade);

// True if the request names no revision, and the profile defines one for such clients.
bool lacks_revision(const policy::Profile& profile, const http::Request& request);

// The request with that revision; of a bare WebSocket, with revision and transport.
http::Request completed(const policy::Profile& profile, http::Request request, bool is_upgrade);

// True if a world with this profile would not turn it away, before an auth rule decides.
bool begins_session(const policy::Profile& profile, const http::Request& request, bool is_upgrade);

} // namespace chatmock::core
