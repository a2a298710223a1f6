// Which journal entries a call, a fault or a scenario means. All that is given must hold.
#pragma once

#include "base/json/fields.hpp"
#include "policy/match/entry_kind.hpp"
#include "policy/match/target.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace chatmock::policy {

struct JournalMatch {
    std::optional<EntryKind> kind;
    std::optional<std::string> event;
    std::optional<std::string> user; // of what was emitted: one of its recipients
    std::optional<std::string> sid;  // likewise
    std::optional<Json> data;        // a part of the entry's data
    std::optional<Target> about;     // of a scenario's step: those whom the run is for; users, claims or all
    std::uint64_t after = 0;         // a seq
};

Result<JournalMatch> parse_journal_match(const Json& json, const std::string& at);

// The same, for who reads further fields beside them.
JournalMatch read_journal_match(Fields& fields);

} // namespace chatmock::policy
