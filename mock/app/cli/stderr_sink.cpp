#include "app/cli/stderr_sink.hpp"

#include "base/text/utf8.hpp"

#include <poll.h>
#include <string>
#include <unistd.h>

namespace chatmock::app {

namespace {

bool takes_a_line() {
    pollfd stderr_now{STDERR_FILENO, POLLOUT, 0};
    return ::poll(&stderr_now, 1, 0) == 1 && (stderr_now.revents & POLLOUT) != 0;
}

} // namespace

void StderrSink::sink_it_(const spdlog::details::log_msg& message) {
    if (!takes_a_line()) {
        ++lost_;
        return;
    }
    if (lost_ > 0) {
        const auto text = "log lines lost, as stderr was not read in time: " + std::to_string(lost_);
        write({message.time, {}, message.logger_name, spdlog::level::warn, text});
        lost_ = 0;
        if (!takes_a_line()) {
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
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

} // namespace chatmock::app
