// Compares two sets of fixtures, or fixtures with contracts: event by event, field by field.
#pragma once

#include "conformance/outline.hpp"

#include <map>
#include <string>
#include <vector>

namespace chatmock::conformance {

struct Side {
    bool is_contracts = false;
    std::map<std::string, Outline> events;
};

enum class Sign { added, removed, changed };

struct Difference {
    std::string event;
    Sign sign;
    std::string at;     // `/attachments/*/url`; empty if only one side has the event
    std::string before; // "integer|null", or "maximum 10"; empty if absent
    std::string after;
};

// Sorted by event, then by pointer. A new field is listed without its inner fields. Contracts allow more than
// a recording shows: what a recording merely lacks is not a difference. Two contracts are also compared by
// their other rules, keyword by keyword.
std::vector<Difference> differences_of(const Side& before, const Side& after);

// One line each, in columns: `NewMessage  ~ /group_id  integer -> integer|null`. Empty if there are none.
std::string text_of(const std::vector<Difference>& differences);

} // namespace chatmock::conformance
