// Follows the journal from a position, also when entries are cleared or dropped, or it restarts.
#pragma once

#include "core/journal/entry_match.hpp"

#include <optional>

namespace chatmock::core {

// The result after a position: matching entries, or the number of entries that were dropped there by the
// limits; never both.
struct Unseen {
    static constexpr std::size_t entries_max = 256;
    static constexpr std::size_t weight_max = 256 * 1024; // in bytes, without the last entry

    Json entries = Json::array();
    std::uint64_t dropped = 0;
};

Json to_json(Unseen unseen, const JournalPosition& position);

// The position in the current epoch. A position in another epoch, or past the end (so from another server),
// becomes the beginning. An empty one becomes the end, and so does one past the end without an epoch.
JournalPosition locate(const std::optional<JournalPosition>& place, const Journal& journal);

// Moves the position, which locate() returned, past the entries that it looked at, and past removed ones.
Unseen take_unseen(const JournalMatch& match, const Journal& journal, JournalPosition& position);

} // namespace chatmock::core
