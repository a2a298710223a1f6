// The whole state of a world; the other files of core/ change it.
#pragma once

#include "base/seeded.hpp"
#include "catalogue/changes.hpp"
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

// The work of the current input so far.
struct Turn {
    explicit Turn(const Limits& limits)
        : deliveries(limits.turn_deliveries), bytes(limits.turn_bytes), steps(limits.turn_steps) {}

    Account deliveries;
    Account bytes; // of rendered events
    Account steps; // of scenarios
};

// The contents of the files, as they were read last. Calls never change it.
struct Files {
    std::shared_ptr<const catalogue::Catalogue> catalogue;
    std::shared_ptr<const policy::Profile> profile;
};

// The source of the profile in use.
enum class ProfileOrigin {
    files,
    patch, // it is that of files, changed by calls
    call,  // a call has set it whole
};

// The bytes of each thing that calls have added to the catalogue.
struct Installed {
    std::map<std::string, std::size_t> contracts;                        // by event
    std::map<std::pair<std::string, std::string>, std::size_t> fixtures; // by event and name
};

// The members of an object, with long texts cut, for the journal.
Json in_short(const Json& details);

struct State {
    explicit State(WorldSettings settings_);

    const catalogue::Catalogue& catalogue() const { return *settings.catalogue; }

    Instant now() const { return clock.now(); }

    // Appends to the journal with the current time, and returns the entry's number.
    std::uint64_t record(Entry entry);

    // An entry about a session or a member, with the client's identity, and its event if there is one.
    void record(EntryKind kind, const Connection& connection, const Details& details = {});
    void record(EntryKind kind, const Member& member, const Details& details = {});

    // The same with details that quote a client: shortens them.
    void record_quoting(EntryKind kind, const Connection& connection, Json details);
    void record_quoting(EntryKind kind, const Member& member, Json details, const std::string& event);

    // An entry about a protocol violation of a client. The code is stable: docs/CONTROL_API.md lists all.
    void record_violation(const Connection& connection, std::string_view code, std::string_view message);

    // An entry about a control call, with its target. Quoted texts are shortened.
    void record_call(std::string_view call, const Json& details = Json::object(), SharedConcern concern = {});
    void record_call(std::string_view call, const policy::Target& to, Json details = Json::object());

    // The clients of the target: the users that it names, and the users and sids of matching members.
    SharedConcern concern_of(const policy::Target& to) const;

    void answer(Ticket ticket, Result<Reply> reply);

    // An entry that a limit was reached: once, until entries are removed.
    void record_limit(std::string_view limit, std::string_view message);

    // Answers a request without a session.
    void respond(http::ExchangeId exchange, http::Response response);

    // Appends a session's effects.
    void perform(engineio::Output& output);

    // Appends a broadcast.
    void perform(engineio::Broadcast broadcast);

    // Restores everything to the files, as they were read last. Changes by calls are forgotten.
    void follow_files();

    // Restores everything but connections and clock to the start, with the newest files.
    void reset();

    // Restores the catalogue to the files', with the changes of calls on top.
    void follow_files_catalogue();

    // Sets the profile, with its rules and groups.
    void use(policy::Profile profile, ProfileOrigin origin = ProfileOrigin::files);

    // The catalogue, for changes by calls: the first change makes a copy.
    catalogue::Catalogue& changeable_catalogue();

    Files files;
    WorldSettings settings; // the newest, with the changes of calls
    const Seeded seeded;
    Clock clock;
    std::vector<policy::AuthRule> rules;
    std::uint64_t last_rule = 0; // the last number in an id of a call's rule
    policy::Groups groups;
    Scenarios scenarios;
    std::set<std::string> scenarios_of_calls; // the names of those that calls have set
    ProfileOrigin profile_origin = ProfileOrigin::files;
    catalogue::Changes changes; // of the catalogue, by calls
    Installed installed;
    engineio::Backlog backlog; // for the connections
    Connections connections;
    Settling settling{connections};
    Timers timers;
    Journal journal;
    Transcript transcript;
    catalogue::Counters counters;
    Visits visits;
    Account remembered;      // by connected clients
    Account pending_packets; // by packets with missing attachments
    Turn turn;
    std::map<std::string, std::uint64_t, std::less<>>
        limits_met; // by limit: the journal's generation of its entry
    engineio::Receipt last_receipt;
    std::uint64_t frames_sent = 0;
    std::vector<Answer> inner_answers; // to calls of the world's own parts
    Effects effects;

private:
    void follow_profile(); // with rules and groups

    std::shared_ptr<catalogue::Catalogue> changed_catalogue_; // null until a call changes it
};

} // namespace chatmock::core
