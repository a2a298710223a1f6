// Waits for readable sockets, on one thread.
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

    // Until the descriptor is closed; the reader outlives it.
    void watch(int descriptor, Reader& reader);

    // Reads until `done`, which it calls after every turn. Fails after a long wait, with the text of
    // `progress`.
    void run_until(const std::function<bool()>& done, const std::function<std::string()>& progress);

private:
    Descriptor epoll_;
};

} // namespace bench
