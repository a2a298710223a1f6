#include "app/log/journal_log.hpp"

#include "core/journal/log_line.hpp"

#include <algorithm>

namespace chatmock::app {

namespace {

bool is_repetition(const core::Entry& one, const core::Entry& other) {
    return one.kind == core::EntryKind::emit && other.kind == core::EntryKind::emit &&
           one.event == other.event && one.recipients == other.recipients;
}

} // namespace

void JournalLog::write(LogLevel level, const std::string& sentence, Json fields) const {
    if (sandbox_.empty()) return log(level, sentence, fields);
    fields["sandbox"] = sandbox_;
    log(level, "sandbox " + sandbox_ + ": " + sentence, fields);
}

void JournalLog::follow(const core::Journal& journal) {
    const auto epoch_before = std::exchange(epoch_, journal.epoch());
    if (epoch_before != 0 && epoch_before != epoch_) {
        write(LogLevel::info, "the mock was reset", {{"kind", "reset"}});
        seen_ = 0;
    }
    const auto& entries = journal.entries();
    const auto fresh = std::min<std::uint64_t>(journal.last_seq() - seen_, entries.size());
    seen_ = journal.last_seq();
    for (auto i = entries.size() - fresh; i < entries.size();) {
        const auto& entry = entries[i];
        std::size_t times = 1;
        while (i + times < entries.size() && is_repetition(entry, entries[i + times])) ++times;
        i += times;
        if (!is_logged(core::highest_level_of(entry.kind))) continue;
        const core::LogLine line(entry, times);
        if (is_logged(line.level()))
            write(line.level(), line.sentence(), shows_fields() ? line.fields() : Json::object());
    }
}

} // namespace chatmock::app
