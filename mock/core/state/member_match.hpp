// Which members a call means.
#pragma once

#include "core/state/connections.hpp"
#include "policy/match/target.hpp"

#include <string>

namespace chatmock::core {

struct MemberMatch {
    policy::ConnectionMatch connection;
    bool settled = false; // only those who have settled on a transport
};

bool matches(const MemberMatch& match, const Member& member, const policy::Groups& groups);

// Whether the target means the client, by its session or by one of its sockets.
bool means(const policy::Target& to, const Connection& connection, const Connections& connections,
           const policy::Groups& groups);

// For a near miss: `alice (SID): it is upgrading to WebSocket`. Only where it does not match.
std::string why_not(const MemberMatch& match, const Member& member, const policy::Groups& groups);

} // namespace chatmock::core
