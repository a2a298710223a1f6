// How the control API shows the world.
#pragma once

#include "core/state/member_match.hpp"
#include "core/state/state.hpp"

namespace chatmock::core {

Json member_view(const Member& member, const policy::Groups& groups);

// Sockets whose session fell silent, and whose client may not have noticed.
Json silent_views(const Connections& connections);

// Those who match, in join order.
Json member_views(const MemberMatch& match, const State& state);

// A timer: when, what for, and whose.
Json timer_view(const TimerKey& timer, Instant deadline, State& state);

// The clock, with what is due next.
Json clock_view(State& state);

// The entries that match, oldest first.
std::shared_ptr<const ReplyList> entry_views(const JournalMatch& match, const Journal& journal);

} // namespace chatmock::core
