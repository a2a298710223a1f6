// Reads new journal entries, and compares them with the connected members.
#pragma once

#include "core/state/state.hpp"

#include <map>
#include <set>
#include <string>

namespace chatmock::random {

class JournalWatch {
public:
    // Call after every input.
    void look(const core::State& state);

    // The number of entries of each kind.
    const std::map<std::string_view, std::size_t>& counts() const { return counts_; }

private:
    void read(const core::Entry& entry);
    void begin_anew(const core::State& state);

    std::uint64_t generation_ = 0;
    std::uint64_t read_to_ = 0;     // a seq
    std::uint64_t started_at_ = 0;  // the seq before this epoch's first
    Instant latest_;                // time of the latest entry
    std::set<std::string> members_; // sids
    std::set<std::string> sessions_;
    std::map<std::string_view, std::size_t> counts_;
};

} // namespace chatmock::random
