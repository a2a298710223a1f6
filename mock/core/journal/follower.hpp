// How the journal is followed: a place in it that moves along, over what was cleared, dropped or restarted.
#pragma once

#include "core/journal/journal_match.hpp"

#include <optional>

namespace chatmock::core {

// What follows a place: entries that match, or how many the journal's bounds took there; never both.
struct Unseen {
    static constexpr std::size_t entries_max = 256;
    static constexpr std::size_t weight_max = 256 * 1024; // in bytes, but for the last entry

    Json entries = Json::array();
    std::uint64_t dropped = 0;
};

Json to_json(Unseen unseen, const JournalPosition& position);

// The place in the present numbering. One of another numbering, or one that this numbering has not reached
// and so must be another server's, is the beginning; none is the end.
JournalPosition locate(const std::optional<JournalPosition>& place, const Journal& journal);

// Moves the place, which was located, past what was looked at.
Unseen take_unseen(const JournalMatch& match, const Journal& journal, JournalPosition& position);

} // namespace chatmock::core
