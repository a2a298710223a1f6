// A program's own loop.
#pragma once

#include "runtime/clock.hpp"
#include "runtime/loop.hpp"

#include <asio/io_context.hpp>

namespace chatmock::runtime {

class AsioLoop : public Loop {
public:
    asio::io_context& context() { return context_; }

    Instant now() const override { return clock_.now(); }
    void later(std::function<void()> act) override;
    std::unique_ptr<Timer> timer() override;

    // Returns after stop().
    void run();
    void stop();

private:
    Clock clock_;
    asio::io_context context_{1};
};

} // namespace chatmock::runtime
