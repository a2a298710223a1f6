// The ids of server-sent events: places in the journal that a client hands back when it comes again.
#pragma once

#include "core/journal/journal.hpp"

#include <string>

namespace chatmock::control {

// `2-17` is behind entry 17 of the second numbering.
std::string event_id_of(const core::JournalPosition& position);

Result<core::JournalPosition> parse_event_id(const std::string& text);

} // namespace chatmock::control
