#include "core/calls/waiting.hpp"

#include "core/journal/follower.hpp"
#include "core/state/near_misses.hpp"
#include "core/state/views.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

// Where none may match, those count too who have not settled.
MemberMatch match_of(const WaitForConnections& wish) { return {wish.match, wish.settled && wish.count > 0}; }

std::size_t count_members(const MemberMatch& match, const State& state) {
    std::size_t count = 0;
    for (const auto& [place, member] : state.connections.members()) {
        if (matches(match, member, state.groups)) ++count;
    }
    return count;
}

} // namespace

void Waiting::wait(Ticket ticket, const WaitForConnections& wish) { take(ticket, wish); }
void Waiting::wait(Ticket ticket, const WaitForEntries& wish) { take(ticket, wish); }
void Waiting::wait(Ticket ticket, const FollowJournal& wish) { take(ticket, wish); }

template <typename What>
void Waiting::take(Ticket ticket, const What& what) {
    Wish wish{what, {}};
    if (auto reply = granted(wish)) state_.answer(ticket, std::move(*reply));
    else wishes_.emplace(ticket, std::move(wish));
}

void Waiting::settle() {
    const auto at = std::make_tuple(state_.journal.generation(), state_.journal.last_seq(),
                                    state_.connections.settlements());
    if (wishes_.empty() || settled_at_ == at) return;
    settled_at_ = at;
    for (auto next = wishes_.begin(); next != wishes_.end();) {
        auto reply = granted(next->second);
        if (!reply) {
            ++next;
            continue;
        }
        state_.answer(next->first, std::move(*reply));
        next = wishes_.erase(next);
    }
}

bool Waiting::give_up(Ticket ticket) {
    const auto found = wishes_.find(ticket);
    if (found == wishes_.end()) return false;
    const auto& wish = found->second;
    state_.answer(ticket,
                  std::visit([&](const auto& what) { return missed(what, wish.progress); }, wish.what));
    wishes_.erase(found);
    return true;
}

bool Waiting::awaits_settlement() const {
    return std::any_of(wishes_.begin(), wishes_.end(), [](const auto& each) {
        const auto* wish = std::get_if<WaitForConnections>(&each.second.what);
        return wish != nullptr && match_of(*wish).settled;
    });
}

std::optional<Result<Reply>> Waiting::granted(Wish& wish) const {
    return std::visit([&](auto& what) { return granted(what, wish.progress); }, wish.what);
}

std::optional<Result<Reply>> Waiting::granted(const WaitForConnections& wish, Progress&) const {
    const auto match = match_of(wish);
    const auto count = count_members(match, state_);
    const bool enough = wish.count == 0 ? count == 0 : count >= wish.count;
    if (!enough) return std::nullopt;
    return Reply{{{"connections", member_views(match, state_)}}};
}

std::optional<Result<Reply>> Waiting::granted(const WaitForEntries& wish, Progress& progress) const {
    const auto seen = progress.generation == state_.journal.generation() ? progress.looked_to : 0;
    if (std::max(seen, wish.match.after) < state_.journal.dropped_to()) return entries_lost(state_.journal);
    look_on(wish.match, progress);
    if (progress.matched < wish.count) return std::nullopt;
    Reply reply{Json::object()};
    reply.entries = entry_views(wish.match, state_.journal);
    return reply;
}

std::optional<Result<Reply>> Waiting::granted(FollowJournal& wish, Progress&) const {
    auto position = locate(wish.after, state_.journal);
    auto unseen = take_unseen(wish.match, state_.journal, position);
    wish.after = position;
    if (unseen.entries.empty() && unseen.dropped == 0) return std::nullopt;
    return Reply{to_json(std::move(unseen), position)};
}

// Each entry is looked at once, however long the journal is.
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

Result<Reply> Waiting::missed(const WaitForConnections& wish, const Progress&) const {
    const auto match = match_of(wish);
    const auto count = count_members(match, state_);
    const auto wanted =
        wish.count == 0 ? std::string("no connection") : "at least " + std::to_string(wish.count);
    Error error{ErrorCode::timed_out, "expected " + wanted + " to match, got " + std::to_string(count),
                "/match"};
    error.nearest = nearest_connections(match, state_.connections, state_.groups);
    return error;
}

Result<Reply> Waiting::missed(const WaitForEntries& wish, const Progress& progress) const {
    Error error{ErrorCode::timed_out,
                "expected at least " + std::to_string(wish.count) + " entries to match, got " +
                    std::to_string(progress.matched),
                "/match"};
    error.nearest = nearest_entries(wish.match, state_.journal);
    return error;
}

Result<Reply> Waiting::missed(const FollowJournal& wish, const Progress&) const {
    return Reply{to_json(Unseen{}, *wish.after)};
}

} // namespace chatmock::core
