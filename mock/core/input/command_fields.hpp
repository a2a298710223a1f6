// Reads commands as people write them: in the body of a control call, or as a step of a scenario. What is
// wrong is kept by the fields, which the caller asks when all is read; how long a caller waits is his to
// read.
#pragma once

#include "base/json/fields.hpp"
#include "core/input/command.hpp"

namespace chatmock::core {

// Which connections are meant; `otherwise` where no target is named.
policy::ConnectionMatch read_connection_match(Fields& fields, std::string_view name,
                                              const policy::Target& otherwise);

// A number of things, 0 or more.
std::size_t read_count(Fields& fields, std::string_view name, std::int64_t fallback);

// "exactly", or "at_least" and "at_most".
Counts read_counts(Fields& fields);

Inject read_inject(Fields& fields, std::string event);
WaitForConnections read_wait_for_connections(Fields& fields);
WaitForConnections read_wait_for_connections(Fields& fields, policy::ConnectionMatch match);
Disconnect read_disconnect(Fields& fields);
ReportCheckpoint read_report(Fields& fields); // but for the run and the checkpoint's name
WaitForEntries read_wait_for_entries(Fields& fields);
VerifyJournal read_verify_journal(Fields& fields);
SetAuth read_set_auth(Fields& fields);
SetClock read_set_clock(Fields& fields);
AdvanceClock read_advance_clock(Fields& fields);
Quiesce read_quiesce(Fields& fields);

} // namespace chatmock::core
