// Who came closest to being meant, and why they were not: the best that an error can say.
#pragma once

#include "core/state/member_match.hpp"

#include <string>
#include <vector>

namespace chatmock::core {

// At most three of those who have joined: first those who miss by their transport alone, each in join order.
std::vector<std::string> nearest_connections(const MemberMatch& match, const Connections& connections,
                                             const policy::Groups& groups);

// Of those who are waited for: "held up by alice (SID): it is upgrading to WebSocket, and 2 more".
std::string held_up(const std::vector<std::string>& by);

} // namespace chatmock::core
