// Waits for sockets that can be read, all in one thread.
#pragma once

#include "load/descriptor.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace bench {

using Clock = std::chrono::steady_clock;

class Reader {
public:
    virtual ~Reader() = default;
    virtual void on_readable() = 0;
};

class Loop {
public:
    Loop();

    // Until the descriptor is closed; the reader outlives that.
    void watch(int descriptor, Reader& reader);

    // Reads what comes until `done`, which is asked after every turn. What takes longer than anyone would
    // wait fails, and says what `progress` says.
    void run_until(const std::function<bool()>& done, const std::function<std::string()>& progress);

private:
    Descriptor epoll_;
};

} // namespace bench
