// Matches journal entries, and finds the nearest ones if none matches.
#pragma once

#include "core/journal/journal.hpp"
#include "policy/match/journal_match.hpp"

#include <string>
#include <vector>

namespace chatmock::core {

using policy::JournalMatch;

bool matches(const JournalMatch& match, const Entry& entry);

std::size_t count_matching(const JournalMatch& match, const Journal& journal);

// True if the journal's bounds removed entries that the match is about. Then counts of entries prove nothing.
bool has_lost_entries(const JournalMatch& match, const Journal& journal);
Error entries_lost(const Journal& journal);

// True if user and sid fit the match, as far as it names them.
bool names(const JournalMatch& match, const policy::Identity& identity);

// The last matching entries, at most three.
std::vector<std::string> matching_entries(const JournalMatch& match, const Journal& journal);

// The nearest entries that do not match, at most three, each with its differences.
std::vector<std::string> nearest_entries(const JournalMatch& match, const Journal& journal);

} // namespace chatmock::core
