// An entry of the journal as a line of the log: a sentence that people can follow, and its fields.
#pragma once

#include "base/log_level.hpp"
#include "core/journal/journal.hpp"

#include <string>

namespace chatmock::core {

struct LogLine {
    LogLevel level = LogLevel::debug;
    std::string sentence;
    Json fields; // an object; without the payload, and with long values cut
};

// `times` is how many equal emissions in a row it stands for.
LogLine log_line_of(const Entry& entry, std::size_t times = 1);

// Of all lines about such an entry: so that a line is not made only to be thrown away.
LogLevel highest_level_of(EntryKind kind);

} // namespace chatmock::core
