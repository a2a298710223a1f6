// All that a world is, in one place; the other files of core/ are the ways in which it changes.
#pragma once

#include "base/seeded.hpp"
#include "core/input/input.hpp"
#include "core/input/world_settings.hpp"
#include "core/journal/journal.hpp"
#include "core/limits/account.hpp"
#include "core/state/connections.hpp"
#include "core/state/settling.hpp"
#include "core/state/visits.hpp"
#include "core/time/timers.hpp"
#include "core/transcript/transcript.hpp"
#include "engineio/backlog.hpp"

namespace chatmock::core {

// What one input has led to so far.
struct Turn {
    explicit Turn(const Limits& limits)
        : deliveries(limits.turn_deliveries), bytes(limits.turn_bytes), steps(limits.turn_steps) {}

    Account deliveries;
    Account bytes; // of events, rendered
    Account steps; // of scenarios
};

// Each member as it is, or the beginning of its text: for the journal.
Json in_short(const Json& details);

struct State {
    explicit State(WorldSettings settings_);

    const catalogue::Catalogue& catalogue() const { return *settings.catalogue; }

    Instant now() const { return clock.now(); }

    // Appends to the journal, as of now, and returns the entry's number.
    std::uint64_t record(Entry entry);

    // An entry about a session or a member, which is whose doing it was, and about its event where there is
    // one.
    void record(EntryKind kind, const Connection& connection, const Details& details = {});
    void record(EntryKind kind, const Member& member, const Details& details = {});

    // Likewise, with details that quote what a client sent: it is shortened.
    void record_quoting(EntryKind kind, const Connection& connection, Json details);
    void record_quoting(EntryKind kind, const Member& member, Json details, const std::string& event);

    // An entry about a client that breaks its protocol. The code is stable: docs/CONTROL_API.md lists all.
    void record_violation(const Connection& connection, std::string_view code, std::string_view message);

    // An entry about a control call, with whom it is aimed at. What it quotes is shortened.
    void record_call(std::string_view call, const Json& details = Json::object(), SharedConcern concern = {});
    void record_call(std::string_view call, const policy::Target& to, Json details = Json::object());

    // Those whom the target means: its users, and the users and sids of those who are connected.
    SharedConcern concern_of(const policy::Target& to) const;

    void answer(Ticket ticket, Result<Reply> reply);

    // An entry that says that a limit was met: once, until entries are taken away.
    void record_limit(std::string_view limit, std::string_view message);

    // Answers a request that no session takes.
    void respond(http::ExchangeId exchange, http::Response response);

    // Takes over what a session wants done on the wire.
    void perform(engineio::Output& output);

    // One that leaves as it is, for many sessions at once.
    void perform(engineio::Broadcast broadcast);

    // Rules and groups become those of the profile.
    void follow_profile();

    WorldSettings settings; // the newest: files may be saved
    const Seeded seeded;
    Clock clock;
    std::vector<policy::AuthRule> rules;
    std::uint64_t last_rule = 0; // number in the id of a rule that calls installed
    policy::Groups groups;
    Scenarios scenarios;
    engineio::Backlog backlog; // of the connections
    Connections connections;
    Settling settling{connections};
    Timers timers;
    Journal journal;
    Transcript transcript;
    catalogue::Counters counters;
    Visits visits;
    Account remembered;      // of clients that are there
    Account pending_packets; // of clients, whose attachments are not complete
    Turn turn;
    std::map<std::string, std::uint64_t, std::less<>> limits_met; // in which generation of the journal
    engineio::Receipt last_receipt;
    std::uint64_t frames_sent = 0;
    std::vector<Answer> inner_answers; // to those in the world who asked it
    Effects effects;
};

} // namespace chatmock::core
