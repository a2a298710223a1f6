#include "base/time.hpp"

#include <array>
#include <cstdio>
#include <ctime>

namespace chatmock {

std::int64_t unix_seconds(Instant instant) {
    return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

std::string to_iso8601(Instant instant) {
    const auto seconds = static_cast<std::time_t>(unix_seconds(instant));
    const auto whole = std::chrono::floor<std::chrono::seconds>(instant);
    const auto millisecond = static_cast<int>((instant - whole).count());
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", utc.tm_year + 1900,
                  utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, millisecond);
    return text.data();
}

std::optional<Instant> from_iso8601(const std::string& text) {
    std::tm utc{};
    const char* const rest = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &utc);
    if (rest == nullptr) return std::nullopt;
    int millisecond = 0;
    const std::string end = rest;
    if (end != "Z" && std::sscanf(rest, ".%3dZ", &millisecond) != 1) return std::nullopt;
    const Instant instant{std::chrono::seconds(timegm(&utc)) + Milliseconds(millisecond)};
    const auto written = to_iso8601(instant);
    const bool same = written == text || (millisecond == 0 && written.substr(0, 19) + "Z" == text);
    return same ? std::optional<Instant>(instant) : std::nullopt;
}

} // namespace chatmock
