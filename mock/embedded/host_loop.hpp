// A loop that the host drives: it calls run() when the time of next() has passed.
#pragma once

#include "runtime/clock.hpp"
#include "runtime/loop.hpp"

#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace chatmock::embedded {

class HostLoop : public runtime::Loop {
public:
    Instant now() const override { return clock_.now(); }
    void later(std::function<void()> act) override { later_.push_back(std::move(act)); }
    std::unique_ptr<runtime::Timer> timer() override;

    // Runs everything that is due.
    void run();

    // The time until something is due; empty if nothing is waited for.
    std::optional<Milliseconds> next() const;

private:
    class HostTimer;

    runtime::Clock clock_;
    std::vector<std::function<void()>> later_;
    std::set<std::pair<Instant, HostTimer*>> due_;
};

} // namespace chatmock::embedded
