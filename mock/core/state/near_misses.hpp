// Finds the nearest connections for an error.
#pragma once

#include "core/state/member_match.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chatmock::core {

// At most three joined members: first those that differ only in their transport, each group in join order.
std::vector<std::string> nearest_connections(const MemberMatch& match, const Connections& connections,
                                             const policy::Groups& groups);

// For the end of a message; empty if there is a connection.
std::string_view if_nobody(const Connections& connections);

// The reasons why a call waits: the first ones, and the number of all.
struct HeldUp {
    std::vector<std::string> first;
    std::size_t count = 0;

    void add(std::string by) {
        constexpr std::size_t named_max = 20;
        if (count++ < named_max) first.push_back(std::move(by));
    }
};

// "held up by alice (SID): it is upgrading to WebSocket, and 2 more".
std::string to_text(const HeldUp& held_up);

} // namespace chatmock::core
