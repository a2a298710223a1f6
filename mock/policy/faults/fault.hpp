// A fault: its effect, its clients and its time. Data that a person wrote.
#pragma once

#include "policy/faults/fault_kind.hpp"
#include "policy/match/journal_match.hpp"
#include "policy/match/target.hpp"

#include <map>
#include <optional>
#include <string>

namespace chatmock::policy {

// The occurrences that it affects, of its kind's point. They are counted per user, so parallel clients get
// the same in any order; an emission counts once per user.
struct FaultTrigger {
    std::optional<std::string> event; // of deliveries
    std::optional<std::string> namespace_name;
    Target to;
    std::optional<std::uint64_t> nth;   // only the Nth
    std::optional<std::uint64_t> first; // only the first N
    std::optional<std::uint64_t> every; // every Nth
    double probability = 1;
};

struct Fault {
    const FaultKind* kind = nullptr;
    FaultTrigger on;
    Strike strike;                     // for kinds that affect deliveries
    std::optional<Milliseconds> ttl;   // its lifetime
    std::optional<JournalMatch> until; // it ends at the first such entry after its installation
    Json source;                       // as it was written
};

using FaultsByName = std::map<std::string, Fault, std::less<>>;

// {"on":{"event":"NewMessage","to":{"user":"alice"},"nth":2},"do":"drop"}
Result<Fault> parse_fault(const Json& json, const std::string& at);

// An object of faults by name.
Result<FaultsByName> parse_faults(const Json& json, const std::string& at);

// Fails if it is not a valid name: 1 to 64 of A-Z, a-z, 0-9, ".", "_" and "-".
Result<void> check_fault_name(std::string_view name, const std::string& at);

// True if the fault applies to the user's nth occurrence. Draws if the trigger has a probability.
bool strikes(const FaultTrigger& trigger, std::uint64_t nth, Draw& draw);

} // namespace chatmock::policy
