// SIGINT and SIGTERM for every verb but `serve`. They end the process within a second, whatever it is doing:
// connecting, looking up a name, reading a file, or writing to a pipe that nobody reads. That holds for
// process 1 of a container too, which the kernel does not end by itself.
#pragma once

#include <functional>

namespace chatmock::app {

// Call it before there is a second thread: it blocks the signals in this thread and all later ones, and
// starts the thread that waits for them.
void watch_for_interruptions();

// While one exists, a first signal calls `asked` on another thread, and leaves the verb most of a second to
// end by itself. A second signal ends the process at once.
class Interruption {
public:
    explicit Interruption(std::function<void()> asked);
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;
};

} // namespace chatmock::app
