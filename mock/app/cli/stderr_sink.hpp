// Collects log lines and writes them to stderr, and never waits for its reader.
#pragma once

#include <spdlog/sinks/base_sink.h>

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

namespace chatmock::app {

// A test may start the mock and never read its stderr. Lines that a full pipe cannot take are lost, and the
// next line that fits says how many.
class StderrSink : public spdlog::sinks::base_sink<std::mutex> {
public:
    // POSIX guarantees that a pipe takes this many bytes in one piece; a longer line is cut.
    static constexpr std::size_t line_bytes_max = 4096;

    // Calls `act` when a line waits for flush() and none waited before. Call it before the first line, or
    // when none waits.
    void on_waiting(std::function<void()> act) { waiting_ = std::move(act); }

protected:
    void sink_it_(const spdlog::details::log_msg& message) override;
    void flush_() override;

private:
    void collect(const spdlog::details::log_msg& message);

    std::string lines_; // they wait; at most line_bytes_max
    std::size_t count_ = 0;
    std::function<void()> waiting_;
    std::size_t lost_ = 0;
};

} // namespace chatmock::app
