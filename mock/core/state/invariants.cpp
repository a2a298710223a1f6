#include "core/state/invariants.hpp"

#include "base/invariant.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace chatmock::core {

namespace {

constexpr std::size_t last_message_bytes =
    1024 * 1024; // the most that one message can add before its session closes

void check_journal(const Journal& journal) {
    const auto& entries = journal.entries();
    require(entries.size() <= journal.entries_most(), "the journal's entries are bounded");
    require(entries.size() <= 1 || journal.bytes() <= journal.bytes_most(),
            "the journal's bytes are bounded");
    require(entries.empty() == (journal.bytes() == 0), "a journal without entries has no bytes");
    require(entries.empty() || (entries.back().seq == journal.last_seq() &&
                                entries.front().seq + entries.size() == journal.last_seq() + 1),
            "the journal's numbers have no gaps");
}

std::optional<Instant> deadline_of(const Connection& connection) {
    const auto deadline = connection.session.deadline();
    if (!connection.connect_by || (deadline && *deadline < *connection.connect_by)) return deadline;
    return connection.connect_by;
}

void check_connection(const State& state, std::uint64_t ordinal, const Connection& connection) {
    const auto& session = connection.session;
    require(connection.ordinal == ordinal, "a connection knows its ordinal", ordinal);
    const auto found = state.connections.engine_sids().find(session.sid());
    require(found != state.connections.engine_sids().end() && found->second == ordinal,
            "a connection is found by its engine sid", ordinal);
    require(session.state() != engineio::SessionState::closed, "a closed session is removed", ordinal);
    require(session.queued_bytes() <=
                state.settings.limits.queued_bytes + (session.is_open() ? 0 : last_message_bytes),
            "a client's queue is bounded", ordinal);
    require(session.deadline().has_value(), "every session has a deadline", ordinal);
    if (connection.client.joined().empty()) return;
    require(session.is_open(), "a member's session is open", ordinal);
    require(!connection.connect_by, "a joined client has no connect timeout", ordinal);
    require(!connection.echoes, "an echo has no members", ordinal);
}

// Returns the number of members.
std::size_t check_members_of(const State& state, const Connection& connection) {
    for (const auto& [name, joined] : connection.client.joined()) {
        const auto join_order = joined.member;
        const auto found = state.connections.members().find(join_order);
        require(found != state.connections.members().end(), "a client has joined as a member", join_order);
        const auto& member = found->second;
        require(member.join_order == join_order && member.connection == &connection &&
                    member.identity->namespace_name == name,
                "a member and its connection know each other", join_order);
        require(member.identity->user == connection.caller_in(name).credentials.user,
                "a member is its client's user", join_order);
        const auto sid = state.connections.sids().find(member.identity->sid);
        require(sid != state.connections.sids().end() && sid->second == join_order,
                "a member alone has its sid, and is found by it", join_order);
    }
    return connection.client.joined().size();
}

using Deadlines = std::vector<std::pair<std::uint64_t, Instant>>; // by ordinal

void check_timers(const State& state) {
    Deadlines armed;
    std::size_t injections = 0;
    for (const auto& [place, key] : state.timers.queue()) {
        if (key.kind == TimerKey::Kind::injection) ++injections;
        if (key.kind == TimerKey::Kind::connection) armed.emplace_back(key.id, place.first);
    }
    std::sort(armed.begin(), armed.end());
    Deadlines due;
    for (const auto& [ordinal, connection] : state.connections.all())
        due.emplace_back(ordinal, *deadline_of(connection));
    require(armed == due, "every connection, and no ended one, has one timer, set to its deadline");
    require(injections <= state.settings.limits.injections, "held injections are bounded");
}

// Checks the timers of members with a lifetime, by join order, and of delayed CONNECTs, by number. A call
// that sets the clock moves the end of a member, too, so its time does not follow from the time of the join.
void check_timers_of_rules(const State& state) {
    std::set<std::uint64_t> expiries;
    std::set<std::uint64_t> waits;
    for (const auto& [place, key] : state.timers.queue()) {
        if (key.kind == TimerKey::Kind::expiry) expiries.insert(key.id);
        if (key.kind == TimerKey::Kind::connect) waits.insert(key.id);
    }
    std::set<std::uint64_t> expiring;
    for (const auto& [join_order, member] : state.connections.members()) {
        if (member.expires_as) expiring.insert(join_order);
    }
    require(expiries == expiring, "exactly the members with a lifetime have a timer");
    std::set<std::uint64_t> awaited;
    for (const auto& [ordinal, connection] : state.connections.all()) {
        for (const auto& [name, id] : connection.at_the_gate) awaited.insert(id);
    }
    require(waits == awaited, "a delayed CONNECT has a connected client and a timer");
}

} // namespace

void check_settled(const State& state, std::optional<Instant> next_deadline, Instant latest) {
    const auto next = state.timers.next();
    require(!next || *next > state.now(), "nothing that is due stays unfired");
    const bool is_settlement = next_deadline && next_deadline == state.settling.next();
    if (state.clock.mode() == ClockMode::manual)
        require(!next_deadline || is_settlement, "a held clock fires nothing by itself");
    else
        require(next_deadline.has_value() == next.has_value() || is_settlement,
                "a running clock reaches every deadline");
    require(!next_deadline || *next_deadline > latest, "the next deadline is in the future");
    require(state.output.effects.wire.empty() && state.output.effects.answers.empty(),
            "every effect was handed out");
    const auto& connections = state.connections;
    require(connections.engine_sids().size() == connections.all().size(), "an engine sid is a connection's");
    require(connections.sids().size() == connections.members().size(), "a sid is a member's");
    check_journal(state.journal);
}

void check_everyone(const State& state) {
    std::size_t members = 0;
    for (const auto& [ordinal, connection] : state.connections.all()) {
        check_connection(state, ordinal, connection);
        members += check_members_of(state, connection);
    }
    require(members == state.connections.members().size(), "a member has a connection");
    check_timers(state);
    check_timers_of_rules(state);
}

} // namespace chatmock::core
