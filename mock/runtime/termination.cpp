#include "runtime/termination.hpp"

#include <csignal>

namespace chatmock::runtime {

Termination::Termination(AsioLoop& loop, std::function<void()> asked)
    : signals_(loop.context(), SIGINT, SIGTERM) {
    signals_.async_wait([this, asked = std::move(asked)](const asio::error_code& failure, int) {
        if (failure) return;
        asio::error_code ignored;
        signals_.clear(ignored);
        asked();
    });
}

} // namespace chatmock::runtime
