// An entry of the journal as a log line: a sentence for people, and its fields.
#pragma once

#include "base/log_level.hpp"
#include "core/journal/journal.hpp"

#include <string>

namespace chatmock::core {

// Its parts are made on demand: a log in text shows no fields.
class LogLine {
public:
    // The entry outlives the line. `times` is the number of equal emissions in a row that the line stands
    // for.
    explicit LogLine(const Entry& entry, std::size_t times = 1)
        : entry_(entry), details_(entry.details.to_json()), times_(times) {}

    LogLevel level() const;
    std::string sentence() const;

    // An object, without the payload, and with long values cut.
    Json fields() const;

private:
    std::string detail(std::string_view name) const;
    std::string refusal() const;
    std::string emission() const;
    std::string scenario() const;

    const Entry& entry_;
    Json details_;
    std::size_t times_;
};

// The highest level of a line about such an entry, which saves making lines that are not logged.
LogLevel highest_level_of(EntryKind kind);

} // namespace chatmock::core
