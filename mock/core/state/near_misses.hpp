// Finds the nearest connections for an error.
#pragma once

#include "core/state/member_match.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace chatmock::core {

// At most three joined members: first those that differ only in their transport, each group in join order.
std::vector<std::string> nearest_connections(const MemberMatch& match, const Connections& connections,
                                             const policy::Groups& groups);

// For the end of a message; empty if there is a connection.
std::string_view if_nobody(const Connections& connections);

// The clients that a call waits for: "held up by alice (SID): it is upgrading to WebSocket, and 2 more".
std::string held_up(const std::vector<std::string>& by);

} // namespace chatmock::core
