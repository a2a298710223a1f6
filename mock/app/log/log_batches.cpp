#include "app/log/log_batches.hpp"

#include "app/cli/log.hpp"

namespace chatmock::app {

namespace {

constexpr Milliseconds delay{10}; // too short to see, and a busy mock logs many lines in it

} // namespace

LogBatches::LogBatches(runtime::Loop& loop) : timer_(loop.timer()) {
    collect_log([this] { timer_->start(delay, write_log); });
}

LogBatches::~LogBatches() { write_log_at_once(); }

} // namespace chatmock::app
