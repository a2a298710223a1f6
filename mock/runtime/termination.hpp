// SIGINT and SIGTERM, as one event on the loop.
#pragma once

#include "runtime/asio_loop.hpp"

#include <asio/signal_set.hpp>

#include <functional>

namespace chatmock::runtime {

class Termination {
public:
    // Calls `asked` on the loop's thread at the first signal, once; a second signal ends the process.
    Termination(AsioLoop& loop, std::function<void()> asked);

private:
    asio::signal_set signals_;
};

} // namespace chatmock::runtime
