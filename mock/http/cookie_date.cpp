#include "http/cookie_date.hpp"

#include "base/text/ascii.hpp"

#include <algorithm>
#include <array>
#include <ctime>

namespace chatmock::http {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_delimiter(char c) {
    return c == '\t' || (c >= ' ' && c <= '/') || (c >= ';' && c <= '@') || (c >= '[' && c <= '`') ||
           (c >= '{' && c <= '~');
}

// Removes a number of `least` to `most` digits from the front of `token`; empty if it has fewer or more
// digits.
std::optional<int> take_number(std::string_view& token, std::size_t least, std::size_t most) {
    std::size_t digits = 0;
    int number = 0;
    for (; digits < token.size() && is_digit(token[digits]); ++digits) {
        if (digits == most) return std::nullopt;
        number = number * 10 + (token[digits] - '0');
    }
    token.remove_prefix(digits);
    return digits < least ? std::nullopt : std::optional(number);
}

// The number at the token's front; any text may follow it.
std::optional<int> number_of(std::string_view token, std::size_t least, std::size_t most) {
    return take_number(token, least, most);
}

struct TimeOfDay {
    int hour = 0;
    int minute = 0;
    int second = 0;
};

std::optional<TimeOfDay> time_of(std::string_view token) {
    std::array<int, 3> parts{};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0 && (token.empty() || token.front() != ':')) return std::nullopt;
        if (i > 0) token.remove_prefix(1);
        const auto part = take_number(token, 1, 2);
        if (!part) return std::nullopt;
        parts[i] = *part;
    }
    return TimeOfDay{parts[0], parts[1], parts[2]};
}

// 0 for January.
std::optional<int> month_of(std::string_view token) {
    constexpr std::string_view months = "janfebmaraprmayjunjulaugsepoctnovdec";
    constexpr std::size_t length = 3;
    if (token.size() < length) return std::nullopt;
    const auto found = months.find(ascii_lower_case(token.substr(0, length)));
    if (found == std::string_view::npos || found % length != 0) return std::nullopt;
    return static_cast<int>(found / length);
}

// The parts of the date that were found; the first of each kind counts.
struct Found {
    std::optional<TimeOfDay> time;
    std::optional<int> day;
    std::optional<int> month;
    std::optional<int> year;

    void take(std::string_view token) {
        if (!time && (time = time_of(token))) return;
        if (!day && (day = number_of(token, 1, 2))) return;
        if (!month && (month = month_of(token))) return;
        if (!year) year = number_of(token, 2, 4);
    }
};

int full_year(int year) {
    if (year >= 70 && year <= 99) return year + 1900;
    return year <= 69 ? year + 2000 : year;
}

std::optional<Instant> instant_of(const Found& found) {
    if (!found.time || !found.day || !found.month || !found.year) return std::nullopt;
    const auto& [hour, minute, second] = *found.time;
    const int year = full_year(*found.year);
    const bool is_valid =
        *found.day >= 1 && *found.day <= 31 && year >= 1601 && hour <= 23 && minute <= 59 && second <= 59;
    if (!is_valid) return std::nullopt;
    std::tm utc{};
    utc.tm_year = year - 1900;
    utc.tm_mon = *found.month;
    utc.tm_mday = *found.day;
    utc.tm_hour = hour;
    utc.tm_min = minute;
    utc.tm_sec = second;
    const auto seconds = timegm(&utc);
    // timegm() turns 31 February into a day of March; such a date is invalid.
    if (utc.tm_mday != *found.day) return std::nullopt;
    return Instant{std::chrono::seconds(seconds)};
}

} // namespace

std::optional<Instant> parse_cookie_date(std::string_view text) {
    Found found;
    while (!text.empty()) {
        std::size_t end = 0;
        while (end < text.size() && !is_delimiter(text[end])) ++end;
        found.take(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return instant_of(found);
}

} // namespace chatmock::http
