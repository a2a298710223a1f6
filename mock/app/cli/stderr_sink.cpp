#include "app/cli/stderr_sink.hpp"

#include "app/cli/stderr.hpp"
#include "base/text/utf8.hpp"

#include <string>

namespace chatmock::app {

void StderrSink::sink_it_(const spdlog::details::log_msg& message) {
    if (!stderr_takes_a_line()) {
        ++lost_;
        return;
    }
    if (lost_ > 0) {
        const auto text = "log lines lost, as stderr was not read in time: " + std::to_string(lost_);
        write({message.time, {}, message.logger_name, spdlog::level::warn, text});
        lost_ = 0;
        if (!stderr_takes_a_line()) {
            ++lost_;
            return;
        }
    }
    write(message);
}

void StderrSink::write(const spdlog::details::log_msg& message) {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    std::string_view text(line.data(), line.size());
    std::string cut;
    if (text.size() > line_bytes_max) {
        cut = std::string(text.substr(0, start_of_character(text, line_bytes_max - 1))) + "\n";
        text = cut;
    }
    write_to_stderr(text);
}

} // namespace chatmock::app
