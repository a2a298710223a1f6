// All that a world is, in one place; the other files of core/ are the ways in which it changes.
#pragma once

#include "base/seeded.hpp"
#include "catalogue/catalogue.hpp"
#include "core/connections.hpp"
#include "core/input.hpp"
#include "core/journal.hpp"
#include "core/timers.hpp"
#include "policy/profile.hpp"

#include <memory>

namespace chatmock::core {

struct WorldSettings {
    std::uint64_t seed = 1;
    std::shared_ptr<const catalogue::Catalogue> catalogue;
    policy::Profile profile;
};

struct State {
    explicit State(WorldSettings settings_);

    const catalogue::Catalogue& catalogue() const { return *settings.catalogue; }

    // Appends to the journal, as of now, and returns the entry's number.
    std::uint64_t record(Entry entry);

    void answer(Ticket ticket, Result<Reply> reply);

    const WorldSettings settings;
    const Seeded seeded;
    std::vector<policy::AuthRule> rules;
    policy::Groups groups;
    Connections connections;
    Timers timers;
    Journal journal;
    catalogue::Counters counters;
    std::map<std::string, std::uint64_t> opened; // sessions by user
    std::map<std::string, std::uint64_t> joined; // connections by user
    std::vector<std::uint64_t> lost;             // connections, by ordinal, whose receipts will not come back
    Instant now;
    Effects effects;
};

} // namespace chatmock::core
