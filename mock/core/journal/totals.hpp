// Counts of everything that has happened in a world since it was made, for GET /metrics. They only grow, also
// over resets, and no decision of the mock depends on them.
#pragma once

#include "core/journal/journal.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace chatmock::core {

// By a name from a fixed set, such as the code of a violation.
using CountByName = std::map<std::string, std::uint64_t, std::less<>>;

void add_one(CountByName& counts, std::string_view name);

struct Traffic {
    std::uint64_t events = 0;
    std::uint64_t bytes = 0; // of payloads, as JSON
};

// By event. Past the bound, further events count as `other_events`.
using TrafficByEvent = std::map<std::string, Traffic, std::less<>>;

constexpr std::size_t counted_events_max = 1000;
constexpr std::string_view other_events = "other";

struct Totals {
    std::uint64_t connects = 0;
    std::uint64_t refusals = 0;
    std::uint64_t reloads = 0;
    CountByName disconnects; // by reason
    CountByName violations;  // by code
    CountByName strikes;     // of faults, by kind
    TrafficByEvent sent;     // an event to several clients counts once for each
    TrafficByEvent received; // from clients

    Totals& operator+=(const Totals& more);
};

// Counts an entry; its event as `event`.
void count(const Entry& entry, const std::string& event, Totals& totals);

} // namespace chatmock::core
