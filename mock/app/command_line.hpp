// The command line: its verbs and their options, the same for every host.
#pragma once

#include "app/cli/options.hpp"

#include <functional>
#include <string>
#include <vector>

namespace chatmock::app {

// The verbs that depend on the host. Each returns the program's exit code.
struct HostVerbs {
    std::function<int(const Options&)> serve;
    std::function<int(const Options&)> health;
    std::function<int(const ServiceOptions&, std::size_t count)> listen;
    std::function<int(const ServiceOptions&, const VerifyOptions&)> verify;
    std::function<int(const ServiceOptions&, const RecordOptions&)> record;
    std::function<void()> before_others; // before every verb but `serve`
};

// Runs the verb that the arguments name, and returns its exit code.
int run_command_line(const std::vector<std::string>& arguments, const HostVerbs& host);

} // namespace chatmock::app
