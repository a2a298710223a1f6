// Connections of a port that hold it up: nobody uses them, or their clients do not take what they asked for.
#pragma once

namespace chatmock::control {

// Ends this process's connections on `port`, so that whoever waits there for a next request, or for a
// client to read on, wakes up. Answers that are owed may be lost; what the kernel has still leaves.
void end_idle_connections(int port);

} // namespace chatmock::control
