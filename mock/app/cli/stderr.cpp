#include "app/cli/stderr.hpp"

#include <poll.h>
#include <unistd.h>

namespace chatmock::app {

bool is_stderr_terminal() { return ::isatty(STDERR_FILENO) != 0; }

bool stderr_takes_a_line() {
    pollfd stderr_now{STDERR_FILENO, POLLOUT, 0};
    return ::poll(&stderr_now, 1, 0) == 1 && (stderr_now.revents & POLLOUT) != 0;
}

void write_to_stderr(std::string_view line) {
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

} // namespace chatmock::app
