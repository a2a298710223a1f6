// Connections of a port that are kept alive though nobody uses them.
#pragma once

namespace chatmock::control {

// Ends the reading side of this process's connections on `port`, so that whoever waits there for a next
// request wakes up. Answers that are owed may be lost.
void wake_idle_connections(int port);

} // namespace chatmock::control
