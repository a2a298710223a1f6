// Matches journal entries for a call, a fault or a scenario. All given conditions must hold.
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
    std::optional<std::string> user; // the user; of an emission, one of its recipients
    std::optional<std::string> sid;  // the sid; of an emission, one of its recipients
    std::optional<Json> data;        // a part of the entry's data
    std::optional<Target> about;     // set by a scenario's step: the run's target; users, claims or all
    std::uint64_t after = 0;         // a seq
};

Result<JournalMatch> parse_journal_match(const Json& json, const std::string& at);

// The same without `data`, which a query cannot express, for a caller that reads further fields.
JournalMatch read_journal_filter(Fields& fields);

} // namespace chatmock::policy
