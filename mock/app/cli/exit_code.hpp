// The program's exit codes: 0 success, 1 a check failed, 2 wrong usage, a file that does not load, or a
// service that cannot be reached.
#pragma once

#include <string>

namespace chatmock::app {

constexpr int exit_fine = 0;
constexpr int exit_failed = 1;
constexpr int exit_unusable = 2;

// Prints the reason to stderr, and returns exit_unusable.
int unusable(const std::string& why);

} // namespace chatmock::app
