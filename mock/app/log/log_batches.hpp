// Collects log lines, and writes them after the work that they report: many lines with one write.
#pragma once

#include "runtime/loop.hpp"

#include <memory>

namespace chatmock::app {

// While it lives, a line below `warn` is written a few milliseconds later. Its end writes what waits. The
// loop outlives it.
class LogBatches {
public:
    explicit LogBatches(runtime::Loop& loop);
    ~LogBatches();
    LogBatches(const LogBatches&) = delete;
    LogBatches& operator=(const LogBatches&) = delete;

private:
    std::unique_ptr<runtime::Timer> timer_;
};

} // namespace chatmock::app
