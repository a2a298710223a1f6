#include "control/event_id.hpp"

#include "base/fields.hpp"

#include <charconv>

namespace chatmock::control {

std::string event_id_of(const core::JournalPosition& position) {
    return std::to_string(position.numbering) + "-" + std::to_string(position.seq);
}

Result<core::JournalPosition> parse_event_id(const std::string& text) {
    core::JournalPosition position;
    const char* const last = text.data() + text.size();
    const auto [dash, no_numbering] = std::from_chars(text.data(), last, position.numbering);
    if (no_numbering == std::errc() && dash != last && *dash == '-') {
        const auto [end, no_seq] = std::from_chars(dash + 1, last, position.seq);
        if (no_seq == std::errc() && end == last) return position;
    }
    return Error{ErrorCode::invalid_value,
                 "a Last-Event-ID that an event had, like 2-17, was expected, " + shown(text) + " came"};
}

} // namespace chatmock::control
