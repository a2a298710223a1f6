#include "schema/format/punycode.hpp"

#include <algorithm>
#include <limits>

namespace chatmock::schema {

namespace {

// The parameters of RFC 3492, section 5.
constexpr std::uint32_t base = 36;
constexpr std::uint32_t t_least = 1;
constexpr std::uint32_t t_most = 26;
constexpr std::uint32_t skew = 38;
constexpr std::uint32_t damp = 700;
constexpr std::uint32_t initial_bias = 72;
constexpr std::uint32_t initial_n = 0x80;
constexpr std::uint32_t last_code_point = 0x10ffff;

std::uint32_t adapted(std::uint32_t delta, std::uint32_t points, bool is_first) {
    delta = is_first ? delta / damp : delta / 2;
    delta += delta / points;
    std::uint32_t k = 0;
    for (; delta > ((base - t_least) * t_most) / 2; k += base) delta /= base - t_least;
    return k + (base - t_least + 1) * delta / (delta + skew);
}

std::uint32_t threshold(std::uint32_t k, std::uint32_t bias) {
    return k <= bias ? t_least : std::min(k - bias, t_most);
}

// `base` if it is not a digit.
std::uint32_t digit_of(char c) {
    if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0') + 26;
    if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a');
    if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
    return base;
}

char letter_of(std::uint32_t digit) {
    return static_cast<char>(digit < 26 ? 'a' + digit : '0' + (digit - 26));
}

} // namespace

std::optional<CodePoints> decode_punycode(std::string_view text) {
    CodePoints output;
    const auto hyphen = text.rfind('-');
    for (const char c : text.substr(0, hyphen == text.npos ? 0 : hyphen))
        output.push_back(static_cast<unsigned char>(c));
    if (hyphen != text.npos) text.remove_prefix(hyphen + 1);
    std::uint32_t n = initial_n;
    std::uint32_t i = 0;
    std::uint32_t bias = initial_bias;
    constexpr auto most = std::numeric_limits<std::uint32_t>::max();
    while (!text.empty()) {
        const auto before = i;
        std::uint32_t weight = 1;
        for (std::uint32_t k = base;; k += base) {
            if (text.empty()) return std::nullopt;
            const auto digit = digit_of(text.front());
            text.remove_prefix(1);
            if (digit >= base || digit > (most - i) / weight) return std::nullopt;
            i += digit * weight;
            const auto t = threshold(k, bias);
            if (digit < t) break;
            if (weight > most / (base - t)) return std::nullopt;
            weight *= base - t;
        }
        const auto length = static_cast<std::uint32_t>(output.size()) + 1;
        bias = adapted(i - before, length, before == 0);
        n += i / length;
        if (n > last_code_point) return std::nullopt;
        i %= length;
        output.insert(output.begin() + i, n);
        ++i;
    }
    return output;
}

std::string encode_punycode(const CodePoints& code_points) {
    std::string output;
    for (const auto c : code_points)
        if (c < 0x80) output += static_cast<char>(c);
    const auto basic = static_cast<std::uint32_t>(output.size());
    auto handled = basic;
    if (basic > 0) output += '-';
    std::uint32_t n = initial_n;
    std::uint32_t delta = 0;
    std::uint32_t bias = initial_bias;
    while (handled < code_points.size()) {
        std::uint32_t next = last_code_point;
        for (const auto c : code_points)
            if (c >= n) next = std::min(next, c);
        delta += (next - n) * (handled + 1);
        n = next;
        for (const auto c : code_points) {
            if (c < n) ++delta;
            if (c != n) continue;
            auto rest = delta;
            for (std::uint32_t k = base;; k += base) {
                const auto t = threshold(k, bias);
                if (rest < t) break;
                output += letter_of(t + (rest - t) % (base - t));
                rest = (rest - t) / (base - t);
            }
            output += letter_of(rest);
            bias = adapted(delta, handled + 1, handled == basic);
            delta = 0;
            ++handled;
        }
        ++delta;
        ++n;
    }
    return output;
}

} // namespace chatmock::schema
