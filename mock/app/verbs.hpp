// What the program does. Each verb returns the exit code: 0 fine, 1 a check failed, 2 wrong usage, a file
// that does not load, or a service that cannot be reached.
#pragma once

#include "app/options.hpp"

namespace chatmock::app {

constexpr int exit_fine = 0;
constexpr int exit_failed = 1;
constexpr int exit_unusable = 2;

// Says why on stderr, and is exit_unusable.
int unusable(const std::string& why);

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

// Prints what a real service sends, one JSON a line, until `count` came (0: without end).
int listen(const ServiceOptions& service, std::size_t count);

// Holds what a real service sends to the contracts.
int verify(const ServiceOptions& service, const VerifyOptions& options);

// Makes fixtures of what a real service sends.
int record(const ServiceOptions& service, const RecordOptions& options);

// The folder of that name in the working directory, else the installed one.
std::string find_data(const std::string& given, const std::string& name);

// Fails where the folder that find_data() finds is missing, or cannot be the one of that name: "fixtures" or
// "contracts". The message names the flag.
Result<void> check_data_folder(const std::string& given, const std::string& name);

} // namespace chatmock::app
