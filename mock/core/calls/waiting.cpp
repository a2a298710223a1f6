#include "core/calls/waiting.hpp"

#include "base/text/counted.hpp"
#include "core/journal/follower.hpp"
#include "core/state/near_misses.hpp"
#include "core/state/views.hpp"
#include "policy/match/wording.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

// A wait for no connection also counts unsettled ones.
MemberMatch match_of(const WaitForConnections& call) { return {call.match, call.settled && call.count > 0}; }

std::size_t count_members(const MemberMatch& match, const State& state) {
    std::size_t count = 0;
    for (const auto& [join_order, member] : state.connections.members()) {
        if (matches(match, member, state.definitions.groups)) ++count;
    }
    return count;
}

} // namespace

void Waiting::wait(Ticket ticket, const WaitForConnections& call) { take(ticket, call); }
void Waiting::wait(Ticket ticket, const WaitForEntries& call) { take(ticket, call); }
void Waiting::wait(Ticket ticket, const FollowJournal& call) { take(ticket, call); }

template <typename What>
void Waiting::take(Ticket ticket, const What& what) {
    Wait call{what, {}};
    if (auto reply = granted(call)) state_.output.answer(ticket, std::move(*reply));
    else waits_.emplace(ticket, std::move(call));
}

void Waiting::settle() {
    const auto at = std::make_tuple(state_.journal.generation(), state_.journal.last_seq(),
                                    state_.connections.settlements());
    if (waits_.empty() || settled_at_ == at) return;
    settled_at_ = at;
    for (auto next = waits_.begin(); next != waits_.end();) {
        auto reply = granted(next->second);
        if (!reply) {
            ++next;
            continue;
        }
        state_.output.answer(next->first, std::move(*reply));
        next = waits_.erase(next);
    }
}

bool Waiting::give_up(Ticket ticket) {
    const auto found = waits_.find(ticket);
    if (found == waits_.end()) return false;
    const auto& call = found->second;
    state_.output.answer(
        ticket, std::visit([&](const auto& what) { return missed(what, call.progress); }, call.what));
    waits_.erase(found);
    return true;
}

bool Waiting::awaits_settlement() const {
    return std::any_of(waits_.begin(), waits_.end(), [](const auto& each) {
        const auto* call = std::get_if<WaitForConnections>(&each.second.what);
        return call != nullptr && match_of(*call).settled;
    });
}

std::optional<Result<Reply>> Waiting::granted(Wait& call) const {
    return std::visit([&](auto& what) { return granted(what, call.progress); }, call.what);
}

std::optional<Result<Reply>> Waiting::granted(const WaitForConnections& call, Progress&) const {
    const auto match = match_of(call);
    const auto count = count_members(match, state_);
    const bool enough = call.count == 0 ? count == 0 : count >= call.count;
    if (!enough) return std::nullopt;
    return Reply{{{"connections", member_views(match, state_)}}};
}

std::optional<Result<Reply>> Waiting::granted(const WaitForEntries& call, Progress& progress) const {
    const auto seen = progress.generation == state_.journal.generation() ? progress.looked_to : 0;
    if (std::max(seen, call.match.after) < state_.journal.dropped_to()) return entries_lost(state_.journal);
    look_on(call.match, progress);
    if (progress.matched < call.count) return std::nullopt;
    Reply reply{Json::object()};
    reply.entries = entry_views(call.match, state_.journal);
    return reply;
}

std::optional<Result<Reply>> Waiting::granted(FollowJournal& call, Progress&) const {
    auto position = locate(call.after, state_.journal);
    auto unseen = take_unseen(call.match, state_.journal, position);
    call.after = position;
    if (unseen.entries.empty() && unseen.dropped == 0) return std::nullopt;
    return Reply{to_json(std::move(unseen), position)};
}

// Each entry is matched once, in journals of any length.
void Waiting::look_on(const JournalMatch& match, Progress& progress) const {
    const auto& journal = state_.journal;
    if (progress.generation != journal.generation()) progress = {journal.generation(), 0, 0};
    const auto fresh = journal.last_seq() - progress.looked_to;
    const auto& entries = journal.entries();
    const auto from = entries.size() - std::min<std::uint64_t>(fresh, entries.size());
    for (auto i = from; i < entries.size(); ++i) {
        if (matches(match, entries[i])) ++progress.matched;
    }
    progress.looked_to = journal.last_seq();
}

Result<Reply> Waiting::missed(const WaitForConnections& call, const Progress&) const {
    const auto match = match_of(call);
    const auto count = count_members(match, state_);
    const auto wanted =
        call.count == 0 ? std::string("no connection") : "at least " + counted(call.count, "connection");
    Error error{ErrorCode::timed_out,
                "expected " + wanted + policy::wording_of(match.connection) + ", got " +
                    std::to_string(count),
                "/match"};
    error.message += if_nobody(state_.connections);
    error.nearest = nearest_connections(match, state_.connections, state_.definitions.groups);
    return error;
}

Result<Reply> Waiting::missed(const WaitForEntries& call, const Progress& progress) const {
    Error error{ErrorCode::timed_out,
                "expected at least " + counted(call.count, "entry", "entries") +
                    policy::wording_of(call.match) + ", got " + std::to_string(progress.matched),
                "/match"};
    error.nearest = nearest_entries(call.match, state_.journal);
    return error;
}

Result<Reply> Waiting::missed(const FollowJournal& call, const Progress&) const {
    return Reply{to_json(Unseen{}, *call.after)};
}

} // namespace chatmock::core
