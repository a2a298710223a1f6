#include "base/json/javascript_number.hpp"

#include "base/json/number.hpp"
#include "base/text/shortest_digits.hpp"

#include <cstdlib>

namespace chatmock {

namespace {

constexpr std::uint64_t exact_most = 1ULL << 53U; // every integer up to this one is a double

// The fewest digits that identify the double, as 0.DIGITS times ten to the power of `point`.
struct Digits {
    std::string text;
    int point = 0;
};

Digits digits_of(double value) {
    const auto written = shortest_digits(value);
    const auto mark = written.find('e');
    Digits digits{std::string(1, written[0]), std::atoi(written.c_str() + mark + 1) + 1};
    if (mark > 2) digits.text += written.substr(2, mark - 2);
    return digits;
}

std::string with_exponent(const Digits& digits) {
    const int exponent = digits.point - 1;
    auto text = digits.text.substr(0, 1);
    if (digits.text.size() > 1) text += "." + digits.text.substr(1);
    return text + (exponent < 0 ? "e-" : "e+") + std::to_string(std::abs(exponent));
}

std::string text_of(double value) {
    constexpr int point_max = 21;
    constexpr int zeros_max = 6; // after the decimal point
    if (value == 0) return "0";
    if (value < 0) return "-" + text_of(-value);
    const auto digits = digits_of(value);
    const auto size = static_cast<int>(digits.text.size());
    if (digits.point > point_max || digits.point <= -zeros_max) return with_exponent(digits);
    if (digits.point <= 0)
        return "0." + std::string(static_cast<std::size_t>(-digits.point), '0') + digits.text;
    if (digits.point >= size)
        return digits.text + std::string(static_cast<std::size_t>(digits.point - size), '0');
    const auto whole = static_cast<std::size_t>(digits.point);
    return digits.text.substr(0, whole) + "." + digits.text.substr(whole);
}

bool is_exact(const Json& number) {
    if (number.is_number_unsigned()) return number.get<std::uint64_t>() <= exact_most;
    if (!number.is_number_integer()) return false;
    const auto value = number.get<std::int64_t>();
    return value >= -static_cast<std::int64_t>(exact_most) && value <= static_cast<std::int64_t>(exact_most);
}

} // namespace

Json javascript_number(const Json& number) {
    return is_exact(number) ? number : number_from(text_of(double_of(number).value_or(0)));
}

void round_to_javascript(Json& value) {
    if (is_number(value)) {
        value = javascript_number(value);
    } else if (value.is_structured()) {
        for (auto& member : value) round_to_javascript(member);
    }
}

} // namespace chatmock
