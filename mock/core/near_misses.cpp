#include "core/near_misses.hpp"

namespace chatmock::core {

std::vector<std::string> nearest_connections(const policy::Target& target, const Connections& connections,
                                             const policy::Groups& groups) {
    constexpr std::size_t nearest_max = 3;
    std::vector<std::string> nearest;
    for (const auto& [place, member] : connections.members()) {
        if (nearest.size() == nearest_max) break;
        if (!policy::matches(target, *member.identity, groups)) {
            nearest.push_back(policy::why_not(target, *member.identity, groups));
        }
    }
    return nearest;
}

} // namespace chatmock::core
