// The ids of server-sent events: journal positions that a client sends when it reconnects.
#pragma once

#include "core/journal/journal.hpp"

#include <string>

namespace chatmock::control {

// `2-17` is the position after entry 17 of the second epoch.
std::string event_id_of(const core::JournalPosition& position);

Result<core::JournalPosition> parse_event_id(const std::string& text);

} // namespace chatmock::control
