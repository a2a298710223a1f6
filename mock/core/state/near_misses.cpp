#include "core/state/near_misses.hpp"

namespace chatmock::core {

std::vector<std::string> nearest_connections(const MemberMatch& match, const Connections& connections,
                                             const policy::Groups& groups) {
    constexpr std::size_t nearest_max = 3;
    std::vector<std::string> nearest;
    for (const bool is_addressed : {true, false}) {
        for (const auto& [join_order, member] : connections.members()) {
            if (nearest.size() == nearest_max) return nearest;
            if (matches(match, member, groups)) continue;
            if (policy::matches(match.connection.target, *member.identity, groups) == is_addressed)
                nearest.push_back(why_not(match, member, groups));
        }
    }
    return nearest;
}

std::string_view if_nobody(const Connections& connections) {
    return connections.members().empty() ? ": nobody is connected" : "";
}

std::string to_text(const HeldUp& held_up) {
    if (held_up.count == 0) return "held up by calls before it";
    const auto more = held_up.count == 1 ? "" : ", and " + std::to_string(held_up.count - 1) + " more";
    return "held up by " + held_up.first.front() + more;
}

} // namespace chatmock::core
