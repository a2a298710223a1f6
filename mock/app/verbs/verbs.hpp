// The verbs of the program. Each returns its exit code.
#pragma once

#include "app/cli/options.hpp"

namespace chatmock::app {

// Runs until SIGINT or SIGTERM.
int serve(const Options& options);

// Checks fixtures and profiles against the contracts, without a server.
int check(const Options& options);

// Prints the events as TypeScript.
int types(const Options& options);

// Replays a transcript, and compares it byte by byte.
int replay(const std::string& file);

// Compares two folders of fixtures or contracts: exit_failed if they differ.
int diff(const std::string& before, const std::string& after);

// Checks a running mock.
int health(const Options& options);

// Prints the events of a real service, one JSON per line, up to `count` (0: unlimited).
int listen(const ServiceOptions& service, std::size_t count);

// Checks the events of a real service against the contracts.
int verify(const ServiceOptions& service, const VerifyOptions& options);

// Records the events of a real service as fixtures.
int record(const ServiceOptions& service, const RecordOptions& options);

} // namespace chatmock::app
