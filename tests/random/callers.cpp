#include "random/callers.hpp"

#include "base/invariant.hpp"
#include "core/state/member_match.hpp"

#include <algorithm>

namespace chatmock::random {

namespace {

using core::Await;
using core::Inject;
using core::State;

std::set<std::uint64_t> matching(const core::MemberMatch& match, const State& state,
                                 const std::string* namespace_name) {
    std::set<std::uint64_t> join_orders;
    for (const auto& [join_order, member] : state.connections.members()) {
        const bool there = !namespace_name || member.identity->namespace_name == *namespace_name;
        if (there && matches(match, member, state.definitions.groups)) join_orders.insert(join_order);
    }
    return join_orders;
}

// A call that the world may keep waiting.
bool may_wait(const core::Command& command) {
    if (const auto* inject = std::get_if<Inject>(&command))
        return inject->min_recipients > 0 || inject->await != Await::queued;
    return std::holds_alternative<core::WaitForConnections>(command) ||
           std::holds_alternative<core::WaitForEntries>(command) ||
           std::holds_alternative<core::RunScenario>(command) ||
           std::holds_alternative<core::WaitForRun>(command) ||
           std::holds_alternative<core::FollowJournal>(command) ||
           std::holds_alternative<core::AdvanceClock>(command) ||
           std::holds_alternative<core::Quiesce>(command);
}

bool is_sent_at_once(const Inject& inject) {
    return inject.min_recipients == 0 && inject.delay == Milliseconds(0);
}

// A call's answer lists every recipient, as reached or lost.
void check_reply(const Inject& inject, const core::Reply& reply) {
    if (reply.status != 200) return;
    const Json body = body_of(reply);
    for (const auto& recipient : body.at("recipients")) {
        const auto& state = recipient.at("state").get_ref<const std::string&>();
        if (inject.await == Await::queued || state == "lost" || state == "dropped") continue;
        require(state == (inject.await == Await::written ? "written" : "acked"),
                "an awaited delivery is reported as arrived or lost");
    }
}

struct StillWaits {
    const State& state;

    bool operator()(const core::WaitForConnections& wish) const {
        const auto count = matching({wish.match, wish.settled && wish.count > 0}, state, nullptr).size();
        return wish.count == 0 ? count > 0 : count < wish.count;
    }

    // If the journal is short enough to be read repeatedly, and complete.
    bool operator()(const core::WaitForEntries& wish) const {
        const auto& entries = state.journal.entries();
        if (entries.size() > 1000 || state.journal.dropped() != 0) return true;
        const auto fits = [&](const core::Entry& entry) { return matches(wish.match, entry); };
        const auto count = std::count_if(entries.begin(), entries.end(), fits);
        return static_cast<std::size_t>(count) < wish.count;
    }

    bool operator()(const Inject& inject) const {
        return inject.await != Await::queued ||
               matching({{inject.to, {}}, inject.settled}, state, &inject.namespace_name).size() <
                   inject.min_recipients;
    }

    template <typename Command>
    bool operator()(const Command&) const {
        return true;
    }
};

} // namespace

void Callers::note(const core::Input& input) {
    if (const auto* called = std::get_if<core::Called>(&input))
        waiting_[called->ticket].command = called->command;
}

void Callers::take(const core::Input& input, const std::vector<core::Answer>& answers, const State& state) {
    for (const auto& [ticket, reply] : answers) {
        const auto found = waiting_.find(ticket);
        require(found != waiting_.end(), "a ticket is answered once", ticket);
        const auto* inject = std::get_if<Inject>(&found->second.command);
        if (inject && reply) check_reply(*inject, *reply);
        ++answered_[reply ? reply->status : http_status_of(reply.error().code)];
        waiting_.erase(found);
    }
    if (const auto* gave_up = std::get_if<core::GaveUp>(&input)) {
        require(waiting_.count(gave_up->ticket) == 0, "a caller that gives up is answered", gave_up->ticket);
    }
    if (const auto* withdrawn = std::get_if<core::Withdrawn>(&input)) waiting_.erase(withdrawn->ticket);
    const auto* called = std::get_if<core::Called>(&input);
    const auto kept = called ? waiting_.find(called->ticket) : waiting_.end();
    if (kept != waiting_.end()) {
        require(may_wait(called->command), "a call that waits for nothing is answered at once",
                called->ticket);
        const auto* inject = std::get_if<Inject>(&called->command);
        if (inject && is_sent_at_once(*inject))
            kept->second.recipients = matching({{inject->to, {}}}, state, &inject->namespace_name);
    }
    if (called == nullptr || !std::holds_alternative<core::Reset>(called->command)) return;
    for (const auto& [ticket, call] : waiting_) {
        require(!std::holds_alternative<Inject>(call.command), "a reset ends every injection", ticket);
    }
}

void Callers::check(const State& state) {
    if (waiting_.empty()) return;
    auto next = waiting_.upper_bound(last_checked_);
    if (next == waiting_.end()) next = waiting_.begin();
    last_checked_ = next->first;
    const auto& [ticket, call] = *next;
    require(std::visit(StillWaits{state}, call.command), "a caller whose condition holds is answered",
            ticket);
    const auto* inject = std::get_if<Inject>(&call.command);
    if (inject == nullptr || !is_sent_at_once(*inject)) return;
    const auto& members = state.connections.members();
    require(std::any_of(call.recipients.begin(), call.recipients.end(),
                        [&](std::uint64_t join_order) { return members.count(join_order) != 0; }),
            "a caller whose recipients have all left is answered", ticket);
}

} // namespace chatmock::random
