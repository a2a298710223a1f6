// All that a world is, in one place; the other files of core/ are the ways in which it changes.
#pragma once

#include "base/seeded.hpp"
#include "core/account.hpp"
#include "core/connections.hpp"
#include "core/input.hpp"
#include "core/journal.hpp"
#include "core/limits.hpp"
#include "core/settling.hpp"
#include "core/timers.hpp"
#include "core/transcript.hpp"
#include "core/visits.hpp"
#include "core/world_settings.hpp"
#include "engineio/backlog.hpp"

#include <deque>

namespace chatmock::core {

// What members did that others wait for, or react to. Whoever it concerns takes it up when the input
// that brought it has been dealt with, in the order in which it happened.
struct Happened {
    std::uint64_t place; // the member's
    policy::Occasion occasion;
    std::optional<std::uint64_t> ack_id; // that the client asks to be acknowledged
};

struct Acknowledged {
    std::uint64_t place;
    std::uint64_t ack_id;
    Json arguments;
};

// What one input has led to so far.
struct Turn {
    Account deliveries{turn_deliveries_max};
    Account bytes{turn_bytes_max}; // of events, rendered
    Account steps{turn_steps_max}; // of scenarios
};

struct State {
    explicit State(WorldSettings settings_);

    const catalogue::Catalogue& catalogue() const { return *settings.catalogue; }

    Instant now() const { return clock.now(); }

    // Appends to the journal, as of now, and returns the entry's number.
    std::uint64_t record(Entry entry);

    // An entry about a session or a member, which is whose doing it was, and about its event where there is
    // one.
    void record(std::string_view kind, const Connection& connection, const Details& details = {});
    void record(std::string_view kind, const Member& member, const Details& details = {});

    // Likewise, with details that quote what a client sent: it is shortened.
    void record_quoting(std::string_view kind, const Connection& connection, Json details);
    void record_quoting(std::string_view kind, const Member& member, Json details, const std::string& event);

    // An entry about a control call.
    void record_call(std::string_view call, const Json& details = Json::object());

    void answer(Ticket ticket, Result<Reply> reply);

    // An entry that says that a limit was met: once, until entries are taken away.
    void record_limit(std::string_view limit, std::string_view message);

    // Answers a request that no session takes.
    void respond(engineio::ExchangeId exchange, engineio::HttpResponse response);

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
    Account remembered{remembered_bytes_max};           // of clients that are there
    Account pending_packets{pending_packets_bytes_max}; // of clients, whose attachments are not complete
    Turn turn;
    std::map<std::string, std::uint64_t, std::less<>> limits_met; // in which generation of the journal
    std::deque<Happened> happened;
    std::deque<Acknowledged> acknowledged;
    std::vector<std::uint64_t> left; // places of members who have left
    engineio::Receipt last_receipt = 0;
    std::uint64_t frames_sent = 0;
    std::vector<Answer> inner_answers; // to those in the world who asked it
    Effects effects;
};

} // namespace chatmock::core
