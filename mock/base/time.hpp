// Time as a value. Below runtime/ no code reads the clock: callers pass `now`.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace chatmock {

using Milliseconds = std::chrono::milliseconds;

// UTC. The type names the clock's epoch only.
using Instant = std::chrono::time_point<std::chrono::system_clock, Milliseconds>;

// As ECMAScript writes it: 2021-05-20T08:30:17.926Z, or past the year 9999 +010000-01-01T00:00:00.000Z
std::string to_iso8601(Instant instant);

// Parses the format of to_iso8601; milliseconds may be left out. Empty if the text has another format.
std::optional<Instant> from_iso8601(const std::string& text);

std::int64_t unix_seconds(Instant instant);

} // namespace chatmock
