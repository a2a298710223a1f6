#include "control/health.hpp"

#include "app/cli/exit_code.hpp"
#include "app/verbs/verbs.hpp"

#include <chrono>
#include <iostream>
#include <thread>

namespace chatmock::app {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds pause{100}; // between two questions

} // namespace

int health(const Options& options) {
    const auto control = parse_host_port(options.control, "--control");
    if (!control) {
        std::cerr << describe(control.error()) << "\n";
        return exit_unusable;
    }
    const auto deadline = Clock::now() + std::chrono::milliseconds(options.wait_ms);
    auto healthy = control::check_health(control->host, control->port);
    while (!healthy && Clock::now() + pause < deadline) {
        std::this_thread::sleep_for(pause);
        healthy = control::check_health(control->host, control->port);
    }
    if (healthy) return exit_fine;
    std::cerr << describe(healthy.error()) << "\n";
    return exit_failed;
}

} // namespace chatmock::app
