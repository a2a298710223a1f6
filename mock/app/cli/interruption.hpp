// SIGINT and SIGTERM for every verb except `serve`. They end the process within a second, also while it
// connects, looks up a name, reads a file, or writes to a full pipe. That includes process 1 of a container,
// which the kernel does not end by itself.
#pragma once

#include <functional>

namespace chatmock::app {

// Call it before the second thread starts: it blocks the signals in this thread and all later ones, and
// starts the thread that waits for them.
void watch_for_interruptions();

// While one exists, the first signal calls `asked` on another thread, and the verb has almost a second to end
// by itself. A second signal ends the process at once.
class Interruption {
public:
    explicit Interruption(std::function<void()> asked);
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;
};

} // namespace chatmock::app
