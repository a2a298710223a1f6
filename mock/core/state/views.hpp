// The JSON of the control API's answers about the world.
#pragma once

#include "core/state/member_match.hpp"
#include "core/state/state.hpp"

namespace chatmock::core {

Json member_view(const Member& member, const policy::Groups& groups);

// Sockets of silent sessions; their clients may not have noticed.
Json silent_views(const Connections& connections);

// The matching members, in join order.
Json member_views(const MemberMatch& match, const State& state);

// A timer: time and kind; of a connection, or of a member's lifetime, also the user.
Json timer_view(const TimerKey& timer, Instant deadline, State& state);

// The clock, with its next timer.
Json clock_view(State& state);

// The matching entries, oldest first.
std::shared_ptr<const ReplyList> entry_views(const JournalMatch& match, const Journal& journal);

} // namespace chatmock::core
