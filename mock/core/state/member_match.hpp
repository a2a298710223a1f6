// Matches members for a call.
#pragma once

#include "core/state/connections.hpp"
#include "policy/match/target.hpp"

#include <string>

namespace chatmock::core {

struct MemberMatch {
    policy::ConnectionMatch connection;
    bool settled = false; // only those with a final transport
};

bool matches(const MemberMatch& match, const Member& member, const policy::Groups& groups);

// True if the target matches the client's session or one of its sockets.
bool means(const policy::Target& to, const Connection& connection, const Connections& connections,
           const policy::Groups& groups);

// The reason, for an error: `alice (SID): it is upgrading to WebSocket`. Precondition: it does not match.
std::string why_not(const MemberMatch& match, const Member& member, const policy::Groups& groups);

} // namespace chatmock::core
