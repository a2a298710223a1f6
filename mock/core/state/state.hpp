// The state that a world's parts share; the other files of core/ change it.
#pragma once

#include "base/seeded.hpp"
#include "core/input/input.hpp"
#include "core/input/world_settings.hpp"
#include "core/journal/journal.hpp"
#include "core/limits/account.hpp"
#include "core/state/connections.hpp"
#include "core/state/definitions.hpp"
#include "core/state/recorder.hpp"
#include "core/state/settling.hpp"
#include "core/state/turn_output.hpp"
#include "core/state/visits.hpp"
#include "core/time/timers.hpp"
#include "core/transcript/transcript.hpp"
#include "engineio/backlog.hpp"

namespace chatmock::core {

// The work of the current input so far.
struct Turn {
    explicit Turn(const Limits& limits)
        : deliveries(limits.turn_deliveries), bytes(limits.turn_bytes), steps(limits.turn_steps) {}

    Account deliveries;
    Account bytes; // of rendered events
    Account steps; // of scenarios
};

struct State {
    explicit State(WorldSettings settings_);

    const catalogue::Catalogue& catalogue() const { return *settings.catalogue; }

    Instant now() const { return clock.now(); }

    // Restores definitions, counters, visits and the journal to the start, with the newest files.
    void reset();

    // The user's counters. Without room for another user, forgets first all users that are not connected.
    Visit& visit_of(const std::string& user);

    // Sets the profile, and forgets tokens, which another profile reads in another way.
    void use(policy::Profile profile, ProfileOrigin origin);

    WorldSettings settings; // the newest, with the changes of calls
    Definitions definitions{settings};
    const Seeded seeded;
    Clock clock;
    engineio::Backlog backlog; // for the connections
    Connections connections;
    Settling settling{connections};
    Timers timers;
    Journal journal;
    Totals totals;
    Recorder recorder{journal, totals, clock, connections, settings, definitions.groups};
    Transcript transcript;
    catalogue::Counters counters;
    Visits visits;
    Account remembered;      // by connected clients
    Account pending_packets; // by packets with missing attachments
    Turn turn;
    engineio::Receipt last_receipt;
    TurnOutput output{connections};
};

} // namespace chatmock::core
