// A fault: what goes wrong, for whom and when. Data that a person wrote.
#pragma once

#include "policy/faults/fault_kind.hpp"
#include "policy/match/journal_match.hpp"
#include "policy/match/target.hpp"

#include <map>
#include <optional>
#include <string>

namespace chatmock::policy {

// Which occurrences it strikes, of those that its kind is about. They are counted for each user, so that
// parallel clients get the same whoever is first; an emission counts once for a user.
struct FaultTrigger {
    std::optional<std::string> event; // of deliveries
    std::optional<std::string> namespace_name;
    Target to;
    std::optional<std::uint64_t> nth;   // this one alone
    std::optional<std::uint64_t> first; // so many, then no more
    std::optional<std::uint64_t> every; // each so-manieth
    double probability = 1;
};

struct Fault {
    const FaultKind* kind = nullptr;
    FaultTrigger on;
    Strike strike;                     // of the kinds that strike deliveries
    std::optional<Milliseconds> ttl;   // it ends by itself
    std::optional<JournalMatch> until; // it ends with the first such entry after it was installed
    Json source;                       // as it was written
};

using FaultsByName = std::map<std::string, Fault, std::less<>>;

// {"on":{"event":"NewMessage","to":{"user":"alice"},"nth":2},"do":"drop"}
Result<Fault> parse_fault(const Json& json, const std::string& at);

// An object of them by name.
Result<FaultsByName> parse_faults(const Json& json, const std::string& at);

// Fails where it is no name for a fault: 1 to 64 of A-Z, a-z, 0-9, ".", "_" and "-".
Result<void> check_fault_name(std::string_view name, const std::string& at);

// Whether the user's so-manieth occurrence is struck. Draws, where that is left to chance.
bool strikes(const FaultTrigger& trigger, std::uint64_t nth, Draw& draw);

} // namespace chatmock::policy
