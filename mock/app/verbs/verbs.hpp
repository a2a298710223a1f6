// What the program does. Each verb returns its exit code.
#pragma once

#include "app/cli/options.hpp"

namespace chatmock::app {

// Until SIGINT or SIGTERM.
int serve(const Options& options);

// Fixtures and profiles against the contracts; no server.
int check(const Options& options);

// Prints the events as TypeScript.
int types(const Options& options);

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

} // namespace chatmock::app
