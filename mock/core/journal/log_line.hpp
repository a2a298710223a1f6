// An entry of the journal as a log line: a sentence for people, and its fields.
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

// `times` is the number of equal emissions in a row that the line stands for.
LogLine log_line_of(const Entry& entry, std::size_t times = 1);

// The highest level of a line about such an entry, which saves making lines that are not logged.
LogLevel highest_level_of(EntryKind kind);

} // namespace chatmock::core
