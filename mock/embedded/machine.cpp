// The machine and the host's own process.
#include "app/cli/stderr.hpp"
#include "base/text/digits.hpp"
#include "base/text/shortest_digits.hpp"
#include "embedded/host.hpp"
#include "runtime/memory.hpp"

#include <unistd.h>

namespace chatmock {

std::string shortest_digits(double value) {
    return embedded::ask_host("shortest_digits", {{"value", value}}).bytes;
}

namespace runtime {

// A module's memory never shrinks.
void give_back_memory() {}

std::optional<std::size_t> resident_memory() {
    return number_in<std::size_t>(embedded::ask_host("resident_memory").bytes);
}

} // namespace runtime

namespace app {

bool is_stderr_terminal() { return embedded::ask_host("is_stderr_terminal").code == 1; }

bool stderr_takes_a_line() { return embedded::ask_host("stderr_takes_a_line").code == 1; }

void write_to_stderr(std::string_view line) {
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

} // namespace app

} // namespace chatmock
