#include "schema/format/idn.hpp"

#include "base/text/utf8.hpp"
#include "schema/format/punycode.hpp"
#include "schema/pattern/pattern.hpp"

#include <algorithm>
#include <optional>

namespace chatmock::schema {

namespace {

bool matches(const Pattern& pattern, std::uint32_t code_point) {
    std::string text;
    append_character(code_point, text);
    auto effort = Effort::for_payload(0);
    return pattern.search(text, effort) == Match::found;
}

class Property {
public:
    explicit Property(std::string_view pattern) : pattern_(*Pattern::compile(pattern)) {}
    bool operator()(std::uint32_t code_point) const { return matches(pattern_, code_point); }

private:
    Pattern pattern_;
};

bool is_in(std::uint32_t code_point, std::uint32_t first, std::uint32_t last) {
    return code_point >= first && code_point <= last;
}

bool is_arabic_digit(std::uint32_t code_point) { return is_in(code_point, 0x660, 0x669); }
bool is_extended_arabic_digit(std::uint32_t code_point) { return is_in(code_point, 0x6f0, 0x6f9); }

// RFC 5892, section 2.6: exceptions to the rules by category.
bool is_exceptionally_allowed(std::uint32_t c) {
    return c == 0xdf || c == 0x3c2 || c == 0x6fd || c == 0x6fe || c == 0xf0b || c == 0x3007;
}
bool is_exceptionally_refused(std::uint32_t c) {
    return c == 0x640 || c == 0x7fa || c == 0x302e || c == 0x302f || is_in(c, 0x3031, 0x3035) || c == 0x303b;
}

bool is_allowed(std::uint32_t code_point) {
    static const Property letter_or_digit(R"(^[\p{Ll}\p{Lo}\p{Lm}\p{Mn}\p{Mc}\p{Nd}]$)");
    static const Property compatible(
        R"(^[ﬀ-ﬆ！-･ʰ-ʸㅤﾠ]$)"); // some characters that normalization changes
    if (is_exceptionally_allowed(code_point)) return true;
    if (is_exceptionally_refused(code_point)) return false;
    return code_point == '-' || (letter_or_digit(code_point) && !compatible(code_point));
}

// RFC 5892, appendix A: characters that are allowed only beside certain others. Empty for all other
// characters.
std::optional<bool> is_allowed_in_context(const CodePoints& label, std::size_t i) {
    static const Property virama(
        R"(^[\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA\u0E3A\u0F84\u1039]$)");
    static const Property greek(R"(^\p{Script=Greek}$)");
    static const Property hebrew(R"(^\p{Script=Hebrew}$)");
    static const Property japanese(R"(^[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]$)");
    static const Property joining(
        R"(^[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}]$)");
    const auto before = i > 0 ? label[i - 1] : 0;
    const auto after = i + 1 < label.size() ? label[i + 1] : 0;
    const auto any = [&](auto matches) { return std::any_of(label.begin(), label.end(), matches); };
    switch (label[i]) {
        case 0x200c: return virama(before) || (joining(before) && joining(after));
        case 0x200d: return virama(before);
        case 0xb7: return before == 'l' && after == 'l';
        case 0x375: return greek(after);
        case 0x5f3:
        case 0x5f4: return hebrew(before);
        case 0x30fb: return any([](std::uint32_t c) { return japanese(c) && c != 0x30fb; });
        default: break;
    }
    if (is_arabic_digit(label[i])) return !any(is_extended_arabic_digit);
    if (is_extended_arabic_digit(label[i])) return !any(is_arabic_digit);
    return std::nullopt;
}

// RFC 5893, section 2: a label's direction, and the characters that it allows.
bool keeps_bidi_rule(const CodePoints& label) {
    static const Property from_right(R"(^[\p{Bidi_Class=R}\p{Bidi_Class=AL}]$)");
    static const Property from_left(R"(^\p{Bidi_Class=L}$)");
    static const Property arabic_number(R"(^\p{Bidi_Class=AN}$)");
    static const Property number(R"(^\p{Bidi_Class=EN}$)");
    static const Property mark(R"(^\p{Bidi_Class=NSM}$)");
    const auto any = [&](const Property& property) {
        return std::any_of(label.begin(), label.end(), property);
    };
    if (!any(from_right) && !any(arabic_number)) return true;
    if (!from_right(label.front()) || any(from_left) || (any(arabic_number) && any(number))) return false;
    auto last = std::find_if_not(label.rbegin(), label.rend(), mark);
    return last != label.rend() && (from_right(*last) || arabic_number(*last) || number(*last));
}

} // namespace

bool is_international_label(const CodePoints& label) {
    static const Property mark(R"(^\p{M}$)");
    constexpr std::size_t length_max = 63;
    if (label.empty() || label.size() > length_max || ascii_length_of_label(label) > length_max) return false;
    if (label.front() == '-' || label.back() == '-' || mark(label.front())) return false;
    if (label.size() >= 4 && label[2] == '-' && label[3] == '-') return false;
    for (std::size_t i = 0; i < label.size(); ++i) {
        const auto in_context = is_allowed_in_context(label, i);
        if (in_context ? !*in_context : !is_allowed(label[i])) return false;
    }
    return keeps_bidi_rule(label);
}

bool is_ascii_form_of_label(std::string_view label) {
    if (label.substr(0, 4) != "xn--" && label.substr(0, 4) != "XN--") return false;
    const auto decoded = decode_punycode(label.substr(4));
    if (!decoded || decoded->empty() || encode_punycode(*decoded) != label.substr(4)) return false;
    return is_international_label(*decoded) &&
           std::any_of(decoded->begin(), decoded->end(), [](std::uint32_t c) { return c >= 0x80; });
}

std::size_t ascii_length_of_label(const CodePoints& label) { return 4 + encode_punycode(label).size(); }

} // namespace chatmock::schema
