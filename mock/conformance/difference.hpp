// What sets two sets of fixtures, or fixtures and contracts, apart: event by event, field by field.
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
    std::string at;     // `/attachments/*/url`; empty where the event is on one side only
    std::string before; // "integer|null", or "maximum 10"; empty where it was not there
    std::string after;
};

// By event, then by pointer. A field that is new is told without what is in it. Contracts allow more than a
// recording shows: what it merely did not show is no difference. Of two contracts it is told what else they
// hold values to, keyword by keyword.
std::vector<Difference> differences_of(const Side& before, const Side& after);

// One line each, in columns: `NewMessage  ~ /group_id  integer -> integer|null`. Empty where there are none.
std::string text_of(const std::vector<Difference>& differences);

} // namespace chatmock::conformance
