// Whether a journal entry is meant, and which came closest where none is.
#pragma once

#include "core/journal/journal.hpp"
#include "policy/match/journal_match.hpp"

#include <string>
#include <vector>

namespace chatmock::core {

using policy::JournalMatch;

bool matches(const JournalMatch& match, const Entry& entry);

std::size_t count_matching(const JournalMatch& match, const Journal& journal);

// Whether the journal's bounds took entries that the match is about. Then no count of entries is proof of
// anything.
bool has_lost_entries(const JournalMatch& match, const Journal& journal);
Error entries_lost(const Journal& journal);

// Whether it is the user and the sid that the match names, if it names any.
bool names(const JournalMatch& match, const policy::Identity& identity);

// The last of those that match, at most three.
std::vector<std::string> matching_entries(const JournalMatch& match, const Journal& journal);

// The entries that came closest without matching, at most three, each with what did not fit.
std::vector<std::string> nearest_entries(const JournalMatch& match, const Journal& journal);

} // namespace chatmock::core
