#include "control/event_id.hpp"

#include "base/json/fields.hpp"
#include "base/text/digits.hpp"

#include <algorithm>

namespace chatmock::control {

std::string event_id_of(const core::JournalPosition& position) {
    return std::to_string(position.epoch) + "-" + std::to_string(position.seq);
}

Result<core::JournalPosition> parse_event_id(const std::string& text) {
    const auto dash = std::min(text.find('-'), text.size());
    const auto epoch = number_in<std::uint64_t>(std::string_view(text).substr(0, dash));
    const auto seq = number_in<std::uint64_t>(std::string_view(text).substr(std::min(dash + 1, text.size())));
    if (epoch && *epoch > 0 && seq) return core::JournalPosition{*epoch, *seq}; // epochs count from 1
    return Error{ErrorCode::invalid_value,
                 "expected a Last-Event-ID that an event had, like 2-17, got " + shown(text)};
}

} // namespace chatmock::control
