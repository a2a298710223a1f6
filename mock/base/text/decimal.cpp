#include "base/text/decimal.hpp"

#include <algorithm>
#include <charconv>

namespace chatmock {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Removes the digits at the beginning of the text and returns them.
std::string_view take_digits(std::string_view& text) {
    std::size_t length = 0;
    while (length < text.size() && is_digit(text[length])) ++length;
    const auto digits = text.substr(0, length);
    text.remove_prefix(length);
    return digits;
}

bool take(std::string_view& text, char wanted) {
    if (text.empty() || text.front() != wanted) return false;
    text.remove_prefix(1);
    return true;
}

// Empty if there is an exponent and it is malformed.
std::optional<std::int64_t> take_exponent(std::string_view& text) {
    if (!take(text, 'e') && !take(text, 'E')) return 0;
    const bool negative = take(text, '-');
    if (!negative) take(text, '+');
    const auto digits = take_digits(text);
    constexpr std::size_t digits_max = 9;
    if (digits.empty() || digits.size() > digits_max) return std::nullopt;
    std::int64_t exponent = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    return negative ? -exponent : exponent;
}

// Long division: the remainder of the first number by the second, both without leading zeros.
std::string remainder(const std::string& dividend, const std::string& divisor) {
    std::string rest;
    const auto is_less = [&divisor](const std::string& number) {
        return number.size() != divisor.size() ? number.size() < divisor.size() : number < divisor;
    };
    const auto subtract = [&divisor](std::string& number) {
        int borrow = 0;
        for (std::size_t i = 0; i < number.size(); ++i) {
            char& digit = number[number.size() - 1 - i];
            int value = digit - '0' - borrow;
            if (i < divisor.size()) value -= divisor[divisor.size() - 1 - i] - '0';
            borrow = value < 0 ? 1 : 0;
            digit = static_cast<char>('0' + value + 10 * borrow);
        }
        number.erase(0, std::min(number.find_first_not_of('0'), number.size()));
    };
    for (const char digit : dividend) {
        if (!rest.empty() || digit != '0') rest += digit;
        while (!is_less(rest)) subtract(rest);
    }
    return rest;
}

} // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
    Decimal decimal;
    decimal.negative_ = take(text, '-');
    const auto whole = take_digits(text);
    if (whole.empty()) return std::nullopt;
    decimal.digits_ = whole;
    if (take(text, '.')) {
        const auto fraction = take_digits(text);
        if (fraction.empty()) return std::nullopt;
        decimal.digits_ += fraction;
        decimal.exponent_ = -static_cast<std::int64_t>(fraction.size());
    }
    const auto exponent = take_exponent(text);
    if (!exponent || !text.empty()) return std::nullopt;
    decimal.exponent_ += *exponent;
    decimal.normalize();
    return decimal;
}

Decimal::Decimal(std::int64_t value)
    : Decimal(value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value)) {
    negative_ = value < 0;
}

Decimal::Decimal(std::uint64_t value) : digits_(std::to_string(value)) { normalize(); }

void Decimal::normalize() {
    const auto last = digits_.find_last_not_of('0');
    if (last == std::string::npos) {
        *this = Decimal();
        return;
    }
    exponent_ += static_cast<std::int64_t>(digits_.size() - last - 1);
    digits_.erase(last + 1);
    digits_.erase(0, digits_.find_first_not_of('0'));
}

int Decimal::compare(const Decimal& other) const {
    if (is_zero() && other.is_zero()) return 0;
    if (is_zero()) return other.negative_ ? 1 : -1;
    if (other.is_zero()) return negative_ ? -1 : 1;
    if (negative_ != other.negative_) return negative_ ? -1 : 1;
    const int sign = negative_ ? -1 : 1;
    const auto top = static_cast<std::int64_t>(digits_.size()) + exponent_;
    const auto other_top = static_cast<std::int64_t>(other.digits_.size()) + other.exponent_;
    if (top != other_top) return top < other_top ? -sign : sign;
    const int order = digits_.compare(other.digits_); // a prefix is less, as its further digits are zeros
    return order < 0 ? -sign : (order > 0 ? sign : 0);
}

std::optional<bool> Decimal::is_multiple_of(const Decimal& divisor) const {
    if (is_zero()) return true;
    if (divisor.is_zero()) return false;
    const auto least = std::min(exponent_, divisor.exponent_);
    const auto zeros = exponent_ - least;
    const auto divisor_zeros = divisor.exponent_ - least;
    constexpr std::int64_t zeros_max = 10000;
    if (divisor_zeros > static_cast<std::int64_t>(digits_.size())) return false; // it is larger than this
    if (zeros > zeros_max) return std::nullopt;
    const auto whole = digits_ + std::string(static_cast<std::size_t>(zeros), '0');
    const auto parts = divisor.digits_ + std::string(static_cast<std::size_t>(divisor_zeros), '0');
    constexpr std::size_t digit_pairs_max = 1000000;
    if (whole.size() > digit_pairs_max / parts.size()) return std::nullopt;
    return remainder(whole, parts).empty();
}

std::string Decimal::canonical_text() const {
    if (is_zero()) return "0";
    return (negative_ ? "-" : "") + digits_ + "e" + std::to_string(exponent_);
}

std::optional<std::int64_t> Decimal::to_int64() const {
    constexpr std::int64_t digits_max = 19;
    if (!is_integer() || static_cast<std::int64_t>(digits_.size()) + exponent_ > digits_max)
        return std::nullopt;
    const auto text = (negative_ ? "-" : "") + (is_zero() ? "0" : digits_) +
                      std::string(static_cast<std::size_t>(exponent_), '0');
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failure == std::errc() ? std::optional(value) : std::nullopt;
}

} // namespace chatmock
