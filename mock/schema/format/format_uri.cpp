#include "schema/format/format.hpp"

#include <algorithm>

namespace chatmock::schema {

namespace {

constexpr std::string_view unreserved_signs = "-._~";
constexpr std::string_view sub_delimiters = "!$&'()*+,;=";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hexadecimal(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool is_escape(std::string_view text) {
    return text.size() >= 3 && text[0] == '%' && is_hexadecimal(text[1]) && is_hexadecimal(text[2]);
}

// True if the text consists of letters, digits, escapes and `signs`; an IRI may have letters of other
// scripts.
bool consists_of(std::string_view text, std::string_view signs, bool is_iri) {
    while (!text.empty()) {
        const char c = text.front();
        const bool is_foreign = static_cast<unsigned char>(c) >= 0x80;
        if (c == '%' && !is_escape(text)) return false;
        const bool fits = is_foreign ? is_iri
                                     : c == '%' || is_letter(c) || is_digit(c) ||
                                           unreserved_signs.find(c) != unreserved_signs.npos ||
                                           signs.find(c) != signs.npos;
        if (!fits) return false;
        text.remove_prefix(c == '%' ? 3 : 1);
    }
    return true;
}

bool is_scheme(std::string_view text) {
    return !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
        return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
    });
}

// RFC 3986, section 3.2.2: the content of the brackets, an IPv6 or later address.
bool is_bracketed_address(std::string_view text) {
    if (text.empty() || (text.front() != 'v' && text.front() != 'V')) return is_ipv6(text);
    const auto dot = text.find('.');
    return dot != text.npos && dot > 1 &&
           std::all_of(text.begin() + 1, text.begin() + static_cast<long>(dot), is_hexadecimal) &&
           dot + 1 < text.size() && consists_of(text.substr(dot + 1), "!$&'()*+,;=:", false) &&
           text.find('%') == text.npos;
}

bool is_authority(std::string_view text, bool is_iri) {
    const auto sign = text.find('@');
    if (sign != text.npos) {
        if (!consists_of(text.substr(0, sign), "!$&'()*+,;=:", is_iri)) return false;
        text.remove_prefix(sign + 1);
    }
    const bool is_bracketed = !text.empty() && text.front() == '[';
    const auto host_end = is_bracketed ? text.find(']') : std::min(text.rfind(':'), text.size());
    if (host_end == text.npos) return false;
    const auto host = text.substr(0, host_end);
    if (is_bracketed ? !is_bracketed_address(host.substr(1)) : !consists_of(host, sub_delimiters, is_iri))
        return false;
    auto port = text.substr(host_end + (is_bracketed ? 1 : 0));
    if (port.empty()) return true;
    return port.front() == ':' && std::all_of(port.begin() + 1, port.end(), is_digit);
}

bool is_reference(std::string_view text, bool is_iri, bool needs_scheme) {
    const auto fragment = std::min(text.find('#'), text.size());
    if (fragment < text.size() && !consists_of(text.substr(fragment + 1), "!$&'()*+,;=:@/?", is_iri))
        return false;
    text = text.substr(0, fragment);
    const auto query = std::min(text.find('?'), text.size());
    if (query < text.size() && !consists_of(text.substr(query + 1), "!$&'()*+,;=:@/?", is_iri)) return false;
    text = text.substr(0, query);
    const auto colon = text.find(':');
    const bool has_scheme = colon != text.npos && is_scheme(text.substr(0, colon));
    if (needs_scheme && !has_scheme) return false;
    if (has_scheme) text.remove_prefix(colon + 1);
    if (text.substr(0, 2) == "//") {
        text.remove_prefix(2);
        const auto end = std::min(text.find('/'), text.size());
        if (!is_authority(text.substr(0, end), is_iri)) return false;
        text.remove_prefix(end);
    } else if (!has_scheme && text.substr(0, text.find('/')).find(':') != text.npos) {
        return false; // it would read as a scheme
    }
    return consists_of(text, "!$&'()*+,;=:@/", is_iri);
}

// RFC 6570, section 2.3: names of letters, digits, _ and escapes, with single dots between them.
bool is_variable(std::string_view text) {
    bool may_end = false;
    while (!text.empty()) {
        const char c = text.front();
        if (c == '.' && !may_end) return false;
        if (c != '.' && c != '_' && !is_letter(c) && !is_digit(c) && !is_escape(text)) return false;
        may_end = c != '.';
        text.remove_prefix(c == '%' ? 3 : 1);
    }
    return may_end;
}

// Optionally with * or :LENGTH at its end.
bool is_variable_with_modifier(std::string_view text) {
    if (!text.empty() && text.back() == '*') return is_variable(text.substr(0, text.size() - 1));
    const auto colon = text.find(':');
    if (colon == text.npos) return is_variable(text);
    const auto length = text.substr(colon + 1);
    constexpr std::size_t digits_max = 4;
    return is_variable(text.substr(0, colon)) && !length.empty() && length.size() <= digits_max &&
           length.front() != '0' && std::all_of(length.begin(), length.end(), is_digit);
}

bool is_expression(std::string_view text) {
    constexpr std::string_view operators = "+#./;?&=,!@|";
    if (!text.empty() && operators.find(text.front()) != operators.npos) text.remove_prefix(1);
    for (;;) {
        const auto end = std::min(text.find(','), text.size());
        if (!is_variable_with_modifier(text.substr(0, end))) return false;
        if (end == text.size()) return true;
        text.remove_prefix(end + 1);
    }
}

// A character allowed outside of expressions.
bool is_literal(char c) {
    constexpr std::string_view refused = "\"<>\\^`{|}% ";
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte != 0x7f && refused.find(c) == refused.npos;
}

} // namespace

bool is_uri(std::string_view text) { return is_reference(text, false, true); }
bool is_uri_reference(std::string_view text) { return is_reference(text, false, false); }
bool is_iri(std::string_view text) { return is_reference(text, true, true); }
bool is_iri_reference(std::string_view text) { return is_reference(text, true, false); }

bool is_uri_template(std::string_view text) {
    while (!text.empty()) {
        if (text.front() == '{') {
            const auto end = text.find('}');
            if (end == text.npos || !is_expression(text.substr(1, end - 1))) return false;
            text.remove_prefix(end + 1);
        } else if (is_escape(text)) {
            text.remove_prefix(3);
        } else if (is_literal(text.front())) {
            text.remove_prefix(1);
        } else {
            return false;
        }
    }
    return true;
}

} // namespace chatmock::schema
