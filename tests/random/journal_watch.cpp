#include "random/journal_watch.hpp"

#include "base/invariant.hpp"

namespace chatmock::random {

namespace {

using core::EntryKind;

// The first entry by another time, which may be an earlier one.
bool sets_clock(const core::Entry& entry) {
    return entry.kind == EntryKind::control && entry.details.to_json().value("call", "") == "set_clock";
}

} // namespace

void JournalWatch::look(const core::State& state) {
    const auto& journal = state.journal;
    const auto& entries = journal.entries();
    if (journal.generation() != generation_) begin_anew(state);
    const auto fresh = journal.last_seq() - read_to_;
    if (fresh > entries.size()) { // one input wrote more than the journal keeps
        begin_anew(state);
    } else {
        auto by_present_time = entries.size();
        const auto first = entries.size() - fresh;
        while (by_present_time > first && !sets_clock(entries[by_present_time - 1])) --by_present_time;
        for (auto i = first; i < entries.size(); ++i) {
            read(entries[i]);
            require(i + 1 < by_present_time || entries[i].at <= state.now(), "an entry is not of the future",
                    entries[i].seq);
        }
    }
    require(journal.dropped() + entries.size() == journal.last_seq() - started_at_,
            "an entry is in the journal, or counted as dropped");
    require(members_.size() == state.connections.members().size(), "the journal lists the connected sockets");
    require(sessions_.size() <= state.connections.all().size(), "the journal lists the open sessions");
}

void JournalWatch::read(const core::Entry& entry) {
    require(entry.seq == read_to_ + 1, "the journal's numbers have no gaps", entry.seq);
    require(entry.at >= latest_ || sets_clock(entry), "the journal's times never go back", entry.seq);
    read_to_ = entry.seq;
    latest_ = entry.at;
    ++counts_[policy::name_of(entry.kind)];
    if (entry.kind == EntryKind::connect) {
        require(members_.insert(entry.identity->sid).second, "a socket that connects was not connected",
                entry.seq);
    } else if (entry.kind == EntryKind::disconnect) {
        require(members_.erase(entry.identity->sid) == 1, "a socket that disconnects was connected",
                entry.seq);
    } else if (entry.kind == EntryKind::open) {
        require(sessions_.insert(entry.details.to_json().at("engine_sid")).second, "a session opens once",
                entry.seq);
    } else if (entry.kind == EntryKind::close) {
        require(sessions_.erase(entry.details.to_json().at("engine_sid")) == 1, "a session closes once",
                entry.seq);
    }
}

// Entries were removed: reads their content from the state.
void JournalWatch::begin_anew(const core::State& state) {
    const auto& journal = state.journal;
    if (generation_ != journal.generation()) {
        started_at_ = journal.last_seq() - journal.entries().size();
        latest_ = Instant(); // a reset also sets the clock back
    }
    generation_ = journal.generation();
    read_to_ = journal.last_seq();
    members_.clear();
    sessions_.clear();
    for (const auto& [join_order, member] : state.connections.members())
        members_.insert(member.identity->sid);
    for (const auto& [ordinal, connection] : state.connections.all()) {
        if (connection.session.is_open()) sessions_.insert(connection.session.sid());
    }
}

} // namespace chatmock::random
