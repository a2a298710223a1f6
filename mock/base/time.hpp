// Time as a value. Below runtime/ nobody asks what time it is: `now` is passed in.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace chatmock {

using Milliseconds = std::chrono::milliseconds;

// UTC. The clock names the epoch only; it is read in runtime/ alone.
using Instant = std::chrono::time_point<std::chrono::system_clock, Milliseconds>;

// As the chat service writes instants: 2021-05-20T08:30:17.926Z
std::string to_iso8601(Instant instant);

// Reads what to_iso8601 writes; milliseconds may be left out. Nothing where it is no such instant.
std::optional<Instant> from_iso8601(const std::string& text);

std::int64_t unix_seconds(Instant instant);

} // namespace chatmock
