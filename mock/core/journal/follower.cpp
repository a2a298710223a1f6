#include "core/journal/follower.hpp"

#include <algorithm>

namespace chatmock::core {

Json to_json(Unseen unseen, const JournalPosition& position) {
    return {{"entries", std::move(unseen.entries)},
            {"dropped", unseen.dropped},
            {"numbering", position.numbering},
            {"after", position.seq}};
}

JournalPosition locate(const std::optional<JournalPosition>& place, const Journal& journal) {
    const auto last = journal.last_seq();
    if (!place) return {journal.numbering(), last};
    if (place->numbering == 0) return {journal.numbering(), std::min(place->seq, last)};
    const bool is_known = place->numbering == journal.numbering() && place->seq <= last;
    return {journal.numbering(), is_known ? place->seq : 0};
}

Unseen take_unseen(const JournalMatch& match, const Journal& journal, JournalPosition& position) {
    Unseen unseen;
    const auto& entries = journal.entries();
    const auto gone_to = entries.empty() ? journal.last_seq() : entries.front().seq - 1;
    if (position.seq < gone_to) {
        // The rest was cleared by who did not want it seen.
        unseen.dropped = std::min(gone_to - position.seq, journal.dropped());
        position.seq = gone_to;
        if (unseen.dropped > 0) return unseen;
    }
    std::size_t weight = 0;
    for (auto i = position.seq - gone_to; i < entries.size(); ++i) {
        if (unseen.entries.size() == Unseen::entries_max || weight >= Unseen::weight_max) break;
        position.seq = entries[i].seq;
        if (!matches(match, entries[i])) continue;
        weight += weight_of(entries[i]);
        unseen.entries.push_back(to_json(entries[i]));
    }
    return unseen;
}

} // namespace chatmock::core
