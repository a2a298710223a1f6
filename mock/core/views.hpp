// How the control API shows the world.
#pragma once

#include "core/connections.hpp"
#include "core/journal_match.hpp"
#include "policy/target.hpp"

namespace chatmock::core {

Json member_view(const Member& member, const policy::Groups& groups);

// Those who match, in join order.
Json member_views(const policy::Target& target, const Connections& connections, const policy::Groups& groups);

// The entries that match, oldest first.
Json entry_views(const JournalMatch& match, const Journal& journal);

} // namespace chatmock::core
