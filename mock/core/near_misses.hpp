// Who came closest to being meant, and why they were not: the best that an error can say.
#pragma once

#include "core/connections.hpp"
#include "policy/target.hpp"

#include <string>
#include <vector>

namespace chatmock::core {

// At most three of those who have joined, in join order.
std::vector<std::string> nearest_connections(const policy::Target& target, const Connections& connections,
                                             const policy::Groups& groups);

} // namespace chatmock::core
