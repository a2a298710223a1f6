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
    if (fresh > entries.size()) { // one input has written more than the journal keeps
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
    require(members_.size() == state.connections.members().size(), "the journal tells who is there");
    require(sessions_.size() <= state.connections.all().size(), "the journal tells which sessions there are");
}

void JournalWatch::read(const core::Entry& entry) {
    require(entry.seq == read_to_ + 1, "the journal's numbers have no gaps", entry.seq);
    require(entry.at >= latest_ || sets_clock(entry), "the journal's times never go back", entry.seq);
    read_to_ = entry.seq;
    latest_ = entry.at;
    ++counts_[policy::name_of(entry.kind)];
    if (entry.kind == EntryKind::connect) {
        require(members_.insert(entry.who->sid).second, "who connects was not there", entry.seq);
    } else if (entry.kind == EntryKind::disconnect) {
        require(members_.erase(entry.who->sid) == 1, "who disconnects was there", entry.seq);
    } else if (entry.kind == EntryKind::open) {
        require(sessions_.insert(entry.details.to_json().at("engine_sid")).second, "a session opens once",
                entry.seq);
    } else if (entry.kind == EntryKind::close) {
        require(sessions_.erase(entry.details.to_json().at("engine_sid")) == 1, "a session closes once",
                entry.seq);
    }
}

// Entries were taken away: what they told is read off the state.
void JournalWatch::begin_anew(const core::State& state) {
    const auto& journal = state.journal;
    if (generation_ != journal.generation()) {
        started_at_ = journal.last_seq() - journal.entries().size();
        latest_ = Instant(); // a reset takes the clock back, too
    }
    generation_ = journal.generation();
    read_to_ = journal.last_seq();
    members_.clear();
    sessions_.clear();
    for (const auto& [place, member] : state.connections.members()) members_.insert(member.identity->sid);
    for (const auto& [ordinal, connection] : state.connections.all()) {
        if (connection.session.is_open()) sessions_.insert(connection.session.sid());
    }
}

} // namespace chatmock::random
