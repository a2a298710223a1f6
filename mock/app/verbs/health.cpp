#include "control/health.hpp"

#include "app/cli/exit_code.hpp"
#include "app/verbs/verbs.hpp"

#include <iostream>

namespace chatmock::app {

int health(const Options& options) {
    const auto control = parse_host_port(options.control, "--control");
    if (!control) {
        std::cerr << describe(control.error()) << "\n";
        return exit_unusable;
    }
    const auto healthy = control::check_health(control->host, control->port);
    if (healthy) return exit_fine;
    std::cerr << describe(healthy.error()) << "\n";
    return exit_failed;
}

} // namespace chatmock::app
