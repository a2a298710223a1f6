#include "base/time.hpp"

#include <cstdio>
#include <ctime>
#include <string_view>

namespace chatmock {

namespace {

void append_digits(std::string& text, int number, std::size_t width) {
    const auto digits = std::to_string(number);
    if (digits.size() < width) text.append(width - digits.size(), '0');
    text += digits;
}

} // namespace

std::int64_t unix_seconds(Instant instant) {
    return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

std::string to_iso8601(Instant instant) {
    const auto seconds = static_cast<std::time_t>(unix_seconds(instant));
    const auto whole = std::chrono::floor<std::chrono::seconds>(instant);
    const auto millisecond = static_cast<int>((instant - whole).count());
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::string text;
    text.reserve(std::string_view("2021-05-20T08:30:17.926Z").size());
    append_digits(text, utc.tm_year + 1900, 4);
    append_digits(text += '-', utc.tm_mon + 1, 2);
    append_digits(text += '-', utc.tm_mday, 2);
    append_digits(text += 'T', utc.tm_hour, 2);
    append_digits(text += ':', utc.tm_min, 2);
    append_digits(text += ':', utc.tm_sec, 2);
    append_digits(text += '.', millisecond, 3);
    return text += 'Z';
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
