#include "base/time.hpp"

#include "base/text/digits.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

namespace chatmock {

namespace {

// A day of the proleptic Gregorian calendar. The C library's functions depend on the machine: some have a
// time of 32 bits.
struct Day {
    std::int64_t year = 0;
    int month = 0; // from 1
    int day = 0;   // from 1
};

constexpr std::int64_t seconds_a_day = 24 * 60 * 60;
constexpr int last_year_of_four_digits = 9999;
constexpr int last_year = 275760; // of ECMAScript's times

// Counted in years that begin in March, so that a leap day is the last one; and in eras of 400 years, which
// are all as long.
constexpr std::int64_t days_an_era = 146097;
constexpr std::int64_t years_an_era = 400;
constexpr std::int64_t days_before_epoch = 719468; // from 1 March of the year 0

constexpr std::int64_t floor_divided(std::int64_t number, std::int64_t divisor) {
    return number / divisor - (number % divisor < 0 ? 1 : 0);
}

std::int64_t days_since_epoch(const Day& date) {
    const auto year = date.month <= 2 ? date.year - 1 : date.year;
    const auto era = floor_divided(year, years_an_era);
    const auto year_of_era = year - era * years_an_era;
    const auto month = (date.month + 9) % 12; // 0 is March
    const auto day_of_year = (153 * month + 2) / 5 + date.day - 1;
    const auto day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * days_an_era + day_of_era - days_before_epoch;
}

Day day_at(std::int64_t days) {
    const auto shifted = days + days_before_epoch;
    const auto era = floor_divided(shifted, days_an_era);
    const auto day_of_era = shifted - era * days_an_era;
    const auto year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const auto day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const auto month = static_cast<int>((5 * day_of_year + 2) / 153);
    Day date;
    date.day = static_cast<int>(day_of_year) - (153 * month + 2) / 5 + 1;
    date.month = month < 10 ? month + 3 : month - 9;
    date.year = year_of_era + era * years_an_era + (date.month <= 2 ? 1 : 0);
    return date;
}

// Writes as many digits as there is room for, from the last one on.
void write_digits(std::int64_t number, char* begin, char* end) {
    for (; end != begin; number /= 10) *--end = static_cast<char>('0' + number % 10);
}

// As in ECMAScript: a year outside of 0 to 9999 has a sign and at least six digits.
std::string expanded_year(std::int64_t year) {
    constexpr std::size_t digits_min = 6;
    const auto digits = std::to_string(std::abs(year));
    return (year < 0 ? '-' : '+') + std::string(digits_min - std::min(digits_min, digits.size()), '0') +
           digits;
}

// The numbers of a text such as 2021-05-20T08:30:17.926Z; empty if one is missing.
std::optional<std::array<int, 7>> numbers_in(std::string_view text) {
    const bool is_negative = text.substr(0, 1) == "-";
    if (is_negative || text.substr(0, 1) == "+") text.remove_prefix(1);
    std::array<int, 7> numbers{};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i == 6 && text == "Z") return numbers; // without milliseconds
        if (i > 0 && text.substr(0, 1) != std::string_view("--T::.").substr(i - 1, 1)) return std::nullopt;
        if (i > 0) text.remove_prefix(1);
        const auto number = take_number<int>(text);
        if (!number) return std::nullopt;
        numbers[i] = i == 0 && is_negative ? -*number : *number;
    }
    return text == "Z" ? std::optional(numbers) : std::nullopt;
}

} // namespace

std::int64_t unix_seconds(Instant instant) {
    return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

std::string to_iso8601(Instant instant) {
    const auto seconds = unix_seconds(instant);
    const auto days = floor_divided(seconds, seconds_a_day);
    const auto second = static_cast<int>(seconds - days * seconds_a_day);
    const auto whole = std::chrono::floor<std::chrono::seconds>(instant);
    const auto date = day_at(days);
    std::string text = "0000-00-00T00:00:00.000Z";
    auto* const at = text.data();
    write_digits(date.month, at + 5, at + 7);
    write_digits(date.day, at + 8, at + 10);
    write_digits(second / 3600, at + 11, at + 13);
    write_digits(second / 60 % 60, at + 14, at + 16);
    write_digits(second % 60, at + 17, at + 19);
    write_digits((instant - whole).count(), at + 20, at + 23);
    if (date.year < 0 || date.year > last_year_of_four_digits) text.replace(0, 4, expanded_year(date.year));
    else write_digits(date.year, at, at + 4);
    return text;
}

// A text that is not written in exactly this way has another format, or numbers of no day.
std::optional<Instant> from_iso8601(const std::string& text) {
    const auto numbers = numbers_in(text);
    if (!numbers) return std::nullopt;
    const auto [year, month, day, hour, minute, second, millisecond] = *numbers;
    if (std::abs(year) > last_year || month < 1 || month > 12) return std::nullopt;
    const auto seconds = days_since_epoch({year, month, day}) * seconds_a_day + std::int64_t{hour} * 3600 +
                         std::int64_t{minute} * 60 + second;
    const Instant instant{std::chrono::seconds(seconds) + Milliseconds(millisecond)};
    const auto written = to_iso8601(instant);
    constexpr std::string_view no_milliseconds = ".000Z";
    const auto shorter = written.substr(0, written.size() - no_milliseconds.size()) + "Z";
    const bool same = written == text || (millisecond == 0 && shorter == text);
    return same ? std::optional<Instant>(instant) : std::nullopt;
}

} // namespace chatmock
