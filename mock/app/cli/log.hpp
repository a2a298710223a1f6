// Logs go to stderr; stdout is for the ready line and for reports.
#pragma once

#include "base/json/json.hpp"
#include "base/log_level.hpp"

#include <functional>
#include <string>

namespace chatmock::app {

// `format` is "text" or "json", `level` the name of the lowest LogLevel that is written.
void set_up_log(const std::string& format, const std::string& level);

// From now on, lines below `warn` wait for write_log(), and for later lines: one write takes many. `act` is
// called when a line begins to wait.
void collect_log(std::function<void()> act);

// Writes the waiting lines.
void write_log();

// Ends collect_log(): each line is written at once, as it is at the start.
void write_log_at_once();

// True if stderr is a terminal.
bool is_log_on_terminal();

bool is_logged(LogLevel level);

// True if the format shows the fields of a line.
bool shows_fields();

// Writes a sentence; in JSON, with the fields, an object, beside it.
void log(LogLevel level, const std::string& sentence, const Json& fields);

} // namespace chatmock::app
