// Reads commands from the body of a control call, or from a scenario's step. Mistakes are kept in the fields,
// which the caller checks at the end. The caller also reads the patience.
#pragma once

#include "base/json/fields.hpp"
#include "core/input/command.hpp"

namespace chatmock::core {

// The connections in the call's target, or `otherwise` without a target.
policy::ConnectionMatch read_connection_match(Fields& fields, std::string_view name,
                                              const policy::Target& otherwise);

// A count, 0 or more.
std::size_t read_count(Fields& fields, std::string_view name, std::int64_t fallback);

// Reads "exactly", or "at_least" and "at_most".
Counts read_counts(Fields& fields);

Inject read_inject(Fields& fields, std::string event);
WaitForConnections read_wait_for_connections(Fields& fields);
WaitForConnections read_wait_for_connections(Fields& fields, policy::ConnectionMatch match);
Disconnect read_disconnect(Fields& fields);
ReportCheckpoint read_report(Fields& fields); // without the run and the checkpoint's name
WaitForEntries read_wait_for_entries(Fields& fields);
VerifyJournal read_verify_journal(Fields& fields);
SetAuth read_set_auth(Fields& fields);
SetClock read_set_clock(Fields& fields);
AdvanceClock read_advance_clock(Fields& fields);
Quiesce read_quiesce(Fields& fields);

// Of a profile itself. A call cannot name files, nor extend one.
Result<SetProfile> read_set_profile(const Json& profile);
Result<PatchProfile> read_patch_profile(const Json& patch);

} // namespace chatmock::core
