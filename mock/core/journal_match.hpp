// Which journal entries a call means. All that is given must hold.
#pragma once

#include "base/fields.hpp"
#include "base/json.hpp"
#include "core/journal.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chatmock::core {

struct JournalMatch {
    std::optional<std::string> kind;
    std::optional<std::string> event;
    std::optional<std::string> user; // of what was emitted: one of its recipients
    std::optional<std::string> sid;  // likewise
    std::optional<Json> data;        // a part of the entry's data
    std::uint64_t after = 0;         // a seq
};

Result<JournalMatch> parse_journal_match(const Json& json, const std::string& at);

// The same, for who reads further fields beside them.
JournalMatch read_journal_match(Fields& fields);

bool matches(const JournalMatch& match, const Entry& entry);

// Whether it is the user and the sid that the match names, if it names any.
bool names(const JournalMatch& match, const policy::Identity& identity);

// The entries that came closest without matching, at most three, each with what did not fit.
std::vector<std::string> nearest_entries(const JournalMatch& match, const Journal& journal);

} // namespace chatmock::core
