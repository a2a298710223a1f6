#include "schema/pattern/ecma_escape.hpp"

#include "base/text/utf8.hpp"
#include "schema/pattern/code_points.hpp"
#include "schema/pattern/ecma_property.hpp"

#include <charconv>
#include <optional>

namespace chatmock::schema {

namespace {

constexpr std::string_view space =
    R"(\x{9}-\x{d}\x{20}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f})"
    R"(\x{3000}\x{feff})";
constexpr std::string_view not_space =
    R"(\x{0}-\x{8}\x{e}-\x{1f}\x{21}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e})"
    R"(\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff})";

Error problem(std::string words) { return {ErrorCode::invalid_value, std::move(words)}; }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The number, if the whole text is one.
std::optional<std::uint32_t> hexadecimal(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    const bool is_all = !text.empty() && failure == std::errc() && end == text.data() + text.size();
    return is_all ? std::optional(value) : std::nullopt;
}

bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xd800 && unit < 0xdc00; }

// After \u: four digits, two such escapes for one character, or {…}.
Result<Escape> take_unicode(std::string_view& rest) {
    if (rest.substr(0, 1) == "{") {
        const auto end = rest.find('}');
        const auto value = end == rest.npos ? std::nullopt : hexadecimal(rest.substr(1, end - 1));
        constexpr std::uint32_t last = 0x10ffff;
        if (!value || *value > last || is_surrogate(*value))
            return problem("\\u{…} does not name a character");
        rest.remove_prefix(end + 1);
        return Escape{{}, *value};
    }
    const auto unit = hexadecimal(rest.substr(0, 4));
    if (!unit || rest.size() < 4) return problem("\\u needs four hexadecimal digits");
    rest.remove_prefix(4);
    if (!is_surrogate(*unit)) return Escape{{}, *unit};
    const bool has_second = rest.substr(0, 2) == "\\u" && rest.size() >= 6;
    const auto low = has_second ? hexadecimal(rest.substr(2, 4)).value_or(0) : 0;
    if (!is_high_surrogate(*unit) || !is_surrogate(low) || is_high_surrogate(low))
        return problem("\\u names half of a surrogate pair, which no text of JSON in UTF-8 has");
    rest.remove_prefix(6);
    return Escape{{}, 0x10000 + ((*unit - 0xd800) << 10U) + (low - 0xdc00)};
}

Result<Escape> take_property(std::string_view& rest, bool negated) {
    const auto end = rest.find('}');
    if (rest.substr(0, 1) != "{" || end == rest.npos) return problem("\\p needs a property in braces");
    const auto property = property_in_pcre(rest.substr(1, end - 1));
    if (!property)
        return problem("\\p{" + std::string(rest.substr(1, end - 1)) + "} is not a property of Unicode");
    rest.remove_prefix(end + 1);
    return Escape{(negated ? "\\P{" : "\\p{") + *property + "}"};
}

// Control characters with a letter.
std::optional<std::uint32_t> control_of(char letter) {
    switch (letter) {
        case 't': return 0x9;
        case 'n': return 0xa;
        case 'v': return 0xb;
        case 'f': return 0xc;
        case 'r': return 0xd;
        default: return std::nullopt;
    }
}

// One item of a class; there \b is a backspace.
Result<Escape> take_item(std::string_view& rest) {
    if (rest.front() != '\\') return Escape{{}, take_code_point(rest)};
    if (rest.substr(0, 2) != "\\b") return take_escape(rest);
    rest.remove_prefix(2);
    return Escape{{}, 0x8};
}

} // namespace

std::string escaped(std::uint32_t code_point) {
    char digits[8];
    const auto [end, failure] = std::to_chars(digits, digits + sizeof digits, code_point, 16);
    return "\\x{" + std::string(digits, end) + "}";
}

Result<Escape> take_escape(std::string_view& rest) {
    if (rest.size() < 2) return problem("it ends in a \\");
    const char letter = rest[1];
    rest.remove_prefix(2);
    if (const auto control = control_of(letter)) return Escape{{}, *control};
    switch (letter) {
        case 'd':
        case 'D':
        case 'w':
        case 'W': return Escape{std::string{'\\', letter}};
        case 's': return Escape{std::string(space)};
        case 'S': return Escape{std::string(not_space)};
        case 'p':
        case 'P': return take_property(rest, letter == 'P');
        case 'u': return take_unicode(rest);
        case 'x': {
            const auto value = hexadecimal(rest.substr(0, 2));
            if (!value || rest.size() < 2) return problem("\\x needs two hexadecimal digits");
            rest.remove_prefix(2);
            return Escape{{}, *value};
        }
        case 'c': {
            if (rest.empty() || !is_letter(rest.front())) return problem("\\c needs a letter");
            const auto control = static_cast<std::uint32_t>(rest.front()) % 32;
            rest.remove_prefix(1);
            return Escape{{}, control};
        }
        case '0':
            if (rest.empty() || !is_digit(rest.front())) return Escape{{}, 0};
            return problem("ECMA-262 has no octal escapes");
        default: break;
    }
    if (is_letter(letter) || is_digit(letter))
        return problem("ECMA-262 has no escape \\" + std::string(1, letter));
    rest = std::string_view(rest.data() - 1, rest.size() + 1); // any other escaped character is itself
    return Escape{{}, take_code_point(rest)};
}

Result<std::string> take_class(std::string_view& rest) {
    rest.remove_prefix(1);
    const bool negated = rest.substr(0, 1) == "^";
    if (negated) rest.remove_prefix(1);
    std::string items;
    while (!rest.empty() && rest.front() != ']') {
        const auto first = take_item(rest);
        if (!first) return first.error();
        const bool is_range = first->set.empty() && rest.size() > 1 && rest[0] == '-' && rest[1] != ']';
        if (!is_range) {
            items += first->set.empty() ? escaped(first->code_point) : first->set;
            continue;
        }
        rest.remove_prefix(1);
        const auto last = take_item(rest);
        if (!last) return last.error();
        if (!last->set.empty()) {
            items += escaped(first->code_point) + escaped('-') + last->set;
        } else if (last->code_point < first->code_point) {
            return problem("a range of a class is out of order");
        } else {
            items += escaped(first->code_point) + "-" + escaped(last->code_point);
        }
    }
    if (rest.empty()) return problem("a ] is missing");
    rest.remove_prefix(1);
    if (items.empty()) return std::string(negated ? "(?s:.)" : "(?!)");
    return (negated ? "[^" : "[") + items + "]";
}

} // namespace chatmock::schema
