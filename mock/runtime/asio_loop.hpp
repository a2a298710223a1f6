// A program's own loop.
#pragma once

#include "runtime/clock.hpp"
#include "runtime/loop.hpp"

#include <asio/io_context.hpp>

#include <functional>
#include <memory>
#include <vector>

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
    void run_later();

    Clock clock_;
    std::vector<std::function<void()>> later_; // requested, and not yet called
    bool is_posted_ = false;                   // run_later() will be called
    asio::io_context context_{1};
};

} // namespace chatmock::runtime
