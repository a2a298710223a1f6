// What the program does. Each verb returns the exit code: 0 fine, 1 a check failed, 2 wrong usage or a
// file that does not load.
#pragma once

#include "app/options.hpp"

namespace chatmock::app {

constexpr int exit_fine = 0;
constexpr int exit_failed = 1;
constexpr int exit_unusable = 2;

// Until SIGINT or SIGTERM.
int serve(const Options& options);

// Fixtures and profiles against the contracts; no server.
int check(const Options& options);

// A transcript's run once more: whether it says the same, byte for byte.
int replay(const std::string& file);

// Two folders of fixtures or contracts: exit_failed where they differ.
int diff(const std::string& before, const std::string& after);

// Asks a running mock.
int health(const Options& options);

// The folder of that name in the working directory, else the installed one.
std::string find_data(const std::string& given, const std::string& name);

} // namespace chatmock::app
