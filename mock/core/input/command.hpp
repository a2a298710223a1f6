// The calls of the control API as values, with valid form.
#pragma once

#include "base/json/json.hpp"
#include "base/time.hpp"
#include "core/input/bindings.hpp"
#include "core/journal/entry_match.hpp"
#include "core/time/clock.hpp"
#include "policy/auth/auth.hpp"
#include "policy/auth/token_request.hpp"
#include "policy/faults/disconnect_as.hpp"
#include "policy/faults/fault.hpp"
#include "policy/match/target.hpp"
#include "policy/profile.hpp"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace chatmock::core {

// The time of an injection's answer.
enum class Await {
    queued,  // as soon as it is sent to every recipient, or held
    written, // for every recipient, the kernel has the bytes, or it has left
    acked,   // every recipient has acknowledged it, or has left
};

struct Inject {
    std::string event;
    std::string fixture = "default";
    std::optional<Json> patch;          // RFC 7396, applied to the fixture
    std::optional<Json> set;            // JSON Pointers and their values, applied to the patched fixture
    std::optional<Json> data;           // replaces the fixture
    std::optional<Json> args;           // replaces the fixture: a list of arguments, the payload first
    std::optional<std::string> mutant;  // the mutation of the payload; "*" sends each, in order
    std::optional<std::string> variant; // the variation of the payload; "*" sends each, in order
    std::optional<Json> arguments;      // replaces a payload: a list, sent without a contract check
    std::string namespace_name = "/";
    policy::Target to;
    bool enforce_contract = true;
    std::size_t repeat = 1;
    Milliseconds delay{0};
    Await await = Await::queued;
    std::size_t min_recipients = 0;
    bool settled = true; // `min_recipients` counts only clients with a final transport
};

struct ListEvents {};
struct GetContract {
    std::string event;
};
struct GetAsyncApi {};
struct ListFixtures {
    std::string event;
};
struct GetFixture {
    std::string event;
    std::string fixture;
};

// Calls in place of files.
struct SetFixture {
    std::string event;
    std::string fixture;
    Json source;                  // as a fixture's file has it
    bool enforce_contract = true; // refuses one that breaks it
};
struct RemoveFixture {
    std::string event;
    std::string fixture;
};
struct SetContract {
    std::string event;
    Json schema;
};
struct RemoveContract {
    std::string event;
};

// Returns the events as TypeScript.
struct GetTypes {};

struct CreateToken {
    policy::TokenRequest request;
};
struct GetJwks {};

struct GetProfile {};
struct SetProfile {
    std::shared_ptr<const policy::Profile> profile;
};

// Over the profile in use, as a JSON Merge Patch (RFC 7396).
struct PatchProfile {
    Json patch;                                       // without keys
    std::shared_ptr<const policy::JwtKeys> keys = {}; // instead of the profile's; null leaves them
    bool removes_keys = false;
};

struct ListMutants {
    std::string event;
};

struct ListVariants {
    std::string event;
};

struct ListConnections {};
struct GetConnection {
    std::string sid;
};

// Waits for at least `count` matching connections; 0 waits until none matches.
struct WaitForConnections {
    policy::ConnectionMatch match;
    std::size_t count = 1;
    bool settled = true; // counts only clients with a final transport, unless `count` is 0
};

// The expected number.
struct Counts {
    std::size_t at_least = 1;
    std::optional<std::size_t> at_most;
};

struct VerifyConnections {
    policy::ConnectionMatch match;
    Counts counts;
};

struct Disconnect {
    policy::Target to;
    policy::DisconnectAs as = policy::DisconnectAs::server_disconnect;
};

struct GetAuth {};
struct SetAuth {
    std::vector<policy::AuthRule> rules;
    policy::RuleOrigin origin = policy::RuleOrigin::call;
};
struct AddAuthRule {
    policy::AuthRule rule;
    policy::RuleOrigin origin = policy::RuleOrigin::call;
};
struct RemoveAuthRule {
    std::string id;
};

// Restores the profile's rules.
struct RestoreAuth {};

struct ListFaults {};
struct GetFault {
    std::string name;
};
struct InstallFault {
    std::string name;
    policy::Fault fault;
};
struct ReplaceFaults {
    policy::FaultsByName faults;
};
struct RemoveFault {
    std::string name;
};
struct RemoveFaults {};

struct ListScenarios {};
struct GetScenario {
    std::string name;
};
struct SetScenario {
    std::string name;
    Json source;
};
struct RemoveScenario {
    std::string name;
};

// Answered when the run ends, or at once.
struct RunScenario {
    std::string name;
    Bindings bindings;
    bool await_end = true;
};
struct ListRuns {};
struct GetRun {
    std::uint64_t id;
};
struct WaitForRun {
    std::uint64_t id;
};
struct StopRun {
    std::uint64_t id;
};

// The test's report of a checkpoint: it passed or failed.
struct ReportCheckpoint {
    std::uint64_t run = 0;
    std::string name;
    bool passed = true;
    std::string reason = {}; // if it failed
};

struct GetGroups {};
struct SetGroup {
    std::string id;
    std::vector<std::string> members;
};
struct RemoveGroup {
    std::string id;
};

struct ListJournal {
    JournalMatch match;
    bool canonical = false; // in the form that is equal for two runs
};
struct ClearJournal {};
struct WaitForEntries {
    JournalMatch match;
    std::size_t count = 1;
};

// Matching entries after a position of the journal, as `Unseen` in core/journal/follower.hpp: answered as
// soon as there is one, or with none at the end of the caller's patience. The answer contains the next
// position.
struct FollowJournal {
    JournalMatch match;                   // without `after`
    std::optional<JournalPosition> after; // empty: the journal's end
};

struct VerifyJournal {
    JournalMatch match;
    Counts counts;
};

// The transcript of the run so far, for a replay.
struct ExportTranscript {};

struct GetClock {};
struct SetClock {
    std::optional<ClockMode> mode;  // empty: unchanged
    std::optional<Instant> at = {}; // the time that it shows from now on
    bool at_machine = false;        // it shows the machine's time from now on
};

// Moves a held clock from deadline to deadline; answered at the end.
struct AdvanceClock {
    Milliseconds duration{0};
    bool await_clients = true; // before each step, clients answer their pings and finish their upgrades
    policy::Target to = {};    // the clients to wait for
};

// Waits until no packet is queued and no timer is due for clients of the target.
struct Quiesce {
    policy::Target to = {};
};

struct Reset {
    bool keep_connections = false;
};

using Command =
    std::variant<Inject, ListEvents, GetContract, SetContract, RemoveContract, GetAsyncApi, ListFixtures,
                 GetFixture, SetFixture, RemoveFixture, GetTypes, CreateToken, GetJwks, GetProfile,
                 SetProfile, PatchProfile, ListMutants, ListVariants, ListConnections, GetConnection,
                 WaitForConnections, VerifyConnections, Disconnect, GetAuth, SetAuth, AddAuthRule,
                 RemoveAuthRule, RestoreAuth, ListFaults, GetFault, InstallFault, ReplaceFaults, RemoveFault,
                 RemoveFaults, ListScenarios, GetScenario, SetScenario, RemoveScenario, RunScenario, ListRuns,
                 GetRun, WaitForRun, StopRun, ReportCheckpoint, GetGroups, SetGroup, RemoveGroup, ListJournal,
                 ClearJournal, WaitForEntries, FollowJournal, VerifyJournal, ExportTranscript, GetClock,
                 SetClock, AdvanceClock, Quiesce, Reset>;

} // namespace chatmock::core
