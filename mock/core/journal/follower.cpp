#include "core/journal/follower.hpp"

#include <algorithm>

namespace chatmock::core {

Json to_json(Unseen unseen, const JournalPosition& position) {
    return {{"entries", std::move(unseen.entries)},
            {"dropped", unseen.dropped},
            {"epoch", position.epoch},
            {"after", position.seq}};
}

JournalPosition locate(const std::optional<JournalPosition>& place, const Journal& journal) {
    const auto last = journal.last_seq();
    if (!place) return {journal.epoch(), last};
    if (place->epoch == 0) return {journal.epoch(), std::min(place->seq, last)};
    const bool is_known = place->epoch == journal.epoch() && place->seq <= last;
    return {journal.epoch(), is_known ? place->seq : 0};
}

Unseen take_unseen(const JournalMatch& match, const Journal& journal, JournalPosition& position) {
    Unseen unseen;
    const auto& entries = journal.entries();
    const auto dropped_to = entries.empty() ? journal.last_seq() : entries.front().seq - 1;
    if (position.seq < dropped_to) {
        // The other entries were cleared by a call.
        unseen.dropped = std::min(dropped_to - position.seq, journal.dropped());
        position.seq = dropped_to;
        if (unseen.dropped > 0) return unseen;
    }
    std::size_t weight = 0;
    for (auto i = position.seq - dropped_to; i < entries.size(); ++i) {
        if (unseen.entries.size() == Unseen::entries_max || weight >= Unseen::weight_max) break;
        position.seq = entries[i].seq;
        if (!matches(match, entries[i])) continue;
        weight += weight_of(entries[i]);
        unseen.entries.push_back(to_json(entries[i]));
    }
    return unseen;
}

} // namespace chatmock::core
