// Counts inputs and entries, so that a reader sees the coverage.
#pragma once

#include "base/seeded.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace chatmock::random {

struct Tally {
    std::map<std::string_view, std::size_t> inputs;  // by kind
    std::map<std::string_view, std::size_t> entries; // of journals, by kind
    std::map<std::string, std::size_t> limits;       // that were met, in how many worlds
    std::map<int, std::size_t> answers;              // by status
    std::uint64_t digest = 0;                        // of all effects, journals and stances, see Statements
    std::size_t responses = 0;
    std::size_t frames = 0;
    std::size_t walks = 0;        // over all clients
    std::size_t played_alone = 0; // inputs of one of four sandboxes, after they were played at once
    std::size_t sessions_max = 0;
    std::size_t members_max = 0;
    std::size_t entries_max = 0; // of one journal
    std::size_t queued_bytes_max = 0;
    std::size_t timers_max = 0;

    void take(std::uint64_t statement) { digest = stable_hash(std::to_string(statement), digest); }
};

} // namespace chatmock::random
