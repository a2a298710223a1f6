// What the control API asks of the world: each call as a value, already checked for form.
#pragma once

#include "base/json/json.hpp"
#include "base/time.hpp"
#include "core/input/bindings.hpp"
#include "core/journal/journal_match.hpp"
#include "core/time/clock.hpp"
#include "policy/auth/auth.hpp"
#include "policy/faults/disconnect_as.hpp"
#include "policy/faults/fault.hpp"
#include "policy/match/target.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace chatmock::core {

// When an injection is answered.
enum class Await {
    queued,  // every recipient has it in its queue
    written, // every recipient's bytes were handed to the kernel, or it has left
    acked,   // every recipient has acknowledged it, or has left
};

struct Inject {
    std::string event;
    std::string fixture = "default";
    std::optional<Json> patch;          // RFC 7396, over the fixture
    std::optional<Json> set;            // JSON Pointers and their values, over the patched fixture
    std::optional<Json> data;           // instead of the fixture
    std::optional<Json> args;           // instead of the fixture: a list of arguments, the payload first
    std::optional<std::string> mutant;  // that the payload is broken to be; "*" is each of them, in order
    std::optional<std::string> variant; // of the payload, which keeps the contract; "*" is each of them
    std::optional<Json> arguments;      // instead of a payload: a list, sent as it is and held to no contract
    std::string namespace_name = "/";
    policy::Target to;
    bool enforce_contract = true;
    std::size_t repeat = 1;
    Milliseconds delay{0};
    Await await = Await::queued;
    std::size_t min_recipients = 0;
    bool settled = true; // only those who have settled on a transport count towards them
};

struct ListEvents {};
struct GetContract {
    std::string event;
};
struct ListFixtures {
    std::string event;
};
struct GetFixture {
    std::string event;
    std::string fixture;
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

// At least `count` that match; a count of 0 waits until none does.
struct WaitForConnections {
    policy::ConnectionMatch match;
    std::size_t count = 1;
    bool settled = true; // only those who have settled on a transport count, unless none may match
};

// How many are expected.
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

// The rules are those of the profile again.
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

// Answered when the run is over, or at once.
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

// What the test found at a checkpoint of a run.
struct ReportCheckpoint {
    std::uint64_t run = 0;
    std::string name;
    bool passed = true;
    std::string reason = {}; // where it did not
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
    bool canonical = false; // in the form in which two runs compare
};
struct ClearJournal {};
struct WaitForEntries {
    JournalMatch match;
    std::size_t count = 1;
};

// What matches behind a place in the journal, as `Unseen` in core/journal/follower.hpp has it: answered as
// soon as there is some, and with nothing where the caller gives up. The answer says where to go on.
struct FollowJournal {
    JournalMatch match;                   // without `after`
    std::optional<JournalPosition> after; // without it, where the journal ends
};

struct VerifyJournal {
    JournalMatch match;
    Counts counts;
};

// The run so far, to be run again.
struct ExportTranscript {};

struct GetClock {};
struct SetClock {
    std::optional<ClockMode> mode;  // absent: it stays
    std::optional<Instant> at = {}; // what it shows from now on
    bool at_machine = false;        // it shows the machine's time from now on
};

// Moves a held clock from deadline to deadline; answered when it is there.
struct AdvanceClock {
    Milliseconds duration{0};
    bool await_clients = true; // before time moves, each has answered its ping and finished its upgrade
    policy::Target to = {};    // whose clients are waited for
};

// Until nothing is queued and nothing is due for those whom it names.
struct Quiesce {
    policy::Target to = {};
};

struct Reset {
    bool keep_connections = false;
};

using Command =
    std::variant<Inject, ListEvents, GetContract, ListFixtures, GetFixture, ListMutants, ListVariants,
                 ListConnections, GetConnection, WaitForConnections, VerifyConnections, Disconnect, GetAuth,
                 SetAuth, AddAuthRule, RemoveAuthRule, RestoreAuth, ListFaults, GetFault, InstallFault,
                 ReplaceFaults, RemoveFault, RemoveFaults, ListScenarios, GetScenario, SetScenario,
                 RemoveScenario, RunScenario, ListRuns, GetRun, WaitForRun, StopRun, ReportCheckpoint,
                 GetGroups, SetGroup, RemoveGroup, ListJournal, ClearJournal, WaitForEntries, FollowJournal,
                 VerifyJournal, ExportTranscript, GetClock, SetClock, AdvanceClock, Quiesce, Reset>;

} // namespace chatmock::core
