// Writes log lines to stderr, and never waits for its reader.
#pragma once

#include <spdlog/sinks/base_sink.h>

#include <cstddef>
#include <mutex>

namespace chatmock::app {

// A test may start the mock and never read its stderr. Lines that a full pipe cannot take are lost, and the
// next line that fits says how many.
class StderrSink : public spdlog::sinks::base_sink<std::mutex> {
public:
    // POSIX guarantees that a pipe takes this many bytes in one piece; a longer line is cut.
    static constexpr std::size_t line_bytes_max = 4096;

protected:
    void sink_it_(const spdlog::details::log_msg& message) override;
    void flush_() override {}

private:
    void write(const spdlog::details::log_msg& message);

    std::size_t lost_ = 0;
};

} // namespace chatmock::app
