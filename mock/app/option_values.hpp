// Checks of the command line's values, with errors in the project's words: `expected X, got "Y"`.
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace chatmock::app {

// One of these words; --help lists them.
CLI::Validator one_of(const std::vector<std::string>& words);

// Digits alone.
CLI::Validator whole_number();

// A number and its unit, such as 500ms, 60s or 5m. The option gets milliseconds.
CLI::Validator duration();

} // namespace chatmock::app
