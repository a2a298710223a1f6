// The log of a mock that serves: it follows the journal.
#pragma once

#include "app/cli/log.hpp"
#include "core/journal/journal.hpp"

#include <cstdint>
#include <string>
#include <utility>

namespace chatmock::app {

class JournalLog {
public:
    // Each line names the sandbox, unless that is empty.
    explicit JournalLog(std::string sandbox) : sandbox_(std::move(sandbox)) {}

    // Logs the entries that are new since the last call. Equal emissions in a row are one line.
    void follow(const core::Journal& journal);

private:
    void write(LogLevel level, const std::string& sentence, Json fields) const;

    std::string sandbox_;
    std::uint64_t epoch_ = 0; // of the last input; 0 before the first
    std::uint64_t seen_ = 0;  // a seq
};

} // namespace chatmock::app
