#include "app/cli/stderr_sink.hpp"

#include "app/cli/stderr.hpp"
#include "base/text/utf8.hpp"

namespace chatmock::app {

void StderrSink::sink_it_(const spdlog::details::log_msg& message) {
    if (lost_ > 0 && stderr_takes_a_line()) {
        const auto text = "log lines lost, as stderr was not read in time: " + std::to_string(lost_);
        lost_ = 0;
        collect({message.time, {}, message.logger_name, spdlog::level::warn, text});
    }
    collect(message);
}

void StderrSink::collect(const spdlog::details::log_msg& message) {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    std::string_view text(line.data(), line.size());
    std::string cut;
    if (text.size() > line_bytes_max) {
        cut = std::string(text.substr(0, start_of_character(text, line_bytes_max - 1))) + "\n";
        text = cut;
    }
    if (lines_.size() + text.size() > line_bytes_max) flush_();
    lines_ += text;
    if (++count_ == 1 && waiting_) waiting_();
}

void StderrSink::flush_() {
    const auto lines = std::exchange(lines_, {});
    const auto count = std::exchange(count_, 0);
    if (lines.empty()) return;
    if (stderr_takes_a_line()) write_to_stderr(lines);
    else lost_ += count;
}

} // namespace chatmock::app
