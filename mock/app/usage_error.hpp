// A mistake on the command line, in the project's words instead of those of the library that reads it.
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace chatmock::app {

// Empty if the program has such a verb.
std::string unknown_verb(const CLI::App& program, const std::string& name);

// Names the option and the nearest ones; `expected X, got Y`.
std::string describe_usage_error(const CLI::App& program, const CLI::ParseError& error);

} // namespace chatmock::app
