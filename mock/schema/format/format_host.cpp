#include "schema/format/format.hpp"

#include "base/text/utf8.hpp"
#include "schema/format/idn.hpp"
#include "schema/pattern/code_points.hpp"

#include <algorithm>

namespace chatmock::schema {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hexadecimal(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == text.npos) return parts;
        text.remove_prefix(end + 1);
    }
}

// Letters, digits and hyphens. After xn--, it must be a valid name of another script.
bool is_label(std::string_view label) {
    constexpr std::size_t length_max = 63;
    const auto is_part = [](char c) { return is_alphanumeric(c) || c == '-'; };
    if (label.empty() || label.size() > length_max || label.front() == '-' || label.back() == '-')
        return false;
    if (!std::all_of(label.begin(), label.end(), is_part)) return false;
    return label.size() < 4 || label.substr(2, 2) != "--" || is_ascii_form_of_label(label);
}

// RFC 5321: words of these characters with single dots between them, or a quoted string.
bool is_local_part(std::string_view text, bool is_international) {
    constexpr std::string_view signs = "!#$%&'*+-/=?^_`{|}~";
    const auto is_part = [&](char c) {
        const bool is_foreign = static_cast<unsigned char>(c) >= 0x80;
        return is_foreign ? is_international : is_alphanumeric(c) || signs.find(c) != signs.npos;
    };
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
        const auto quoted = text.substr(1, text.size() - 2);
        for (std::size_t i = 0; i < quoted.size(); ++i) {
            const auto byte = static_cast<unsigned char>(quoted[i]);
            if (byte < 0x20 || byte == 0x7f || quoted[i] == '"' || (byte >= 0x80 && !is_international))
                return false;
            if (quoted[i] == '\\' && ++i == quoted.size()) return false;
        }
        return true;
    }
    const auto words = split(text, '.');
    return std::all_of(words.begin(), words.end(), [&](std::string_view word) {
        return !word.empty() && std::all_of(word.begin(), word.end(), is_part);
    });
}

bool is_mail_address(std::string_view text, bool is_international) {
    const auto sign = text.rfind('@');
    if (sign == text.npos || !is_local_part(text.substr(0, sign), is_international)) return false;
    const auto host = text.substr(sign + 1);
    if (host.size() < 2 || host.front() != '[' || host.back() != ']')
        return is_international ? is_idn_hostname(host) : is_hostname(host);
    const auto address = host.substr(1, host.size() - 2);
    constexpr std::string_view version6 = "IPv6:";
    return address.substr(0, version6.size()) == version6 ? is_ipv6(address.substr(version6.size()))
                                                          : is_ipv4(address);
}

} // namespace

bool is_hostname(std::string_view text) {
    constexpr std::size_t length_max = 253;
    const auto labels = split(text, '.');
    return text.size() <= length_max && std::all_of(labels.begin(), labels.end(), is_label);
}

bool is_idn_hostname(std::string_view text) {
    std::string dotted; // IDNA's other full stops count, too
    for (const auto code_point : code_points_of(text)) {
        const bool is_stop = code_point == 0x3002 || code_point == 0xff0e || code_point == 0xff61;
        append_character(is_stop ? U'.' : code_point, dotted);
    }
    const auto labels = split(dotted, '.');
    std::size_t length = labels.size() - 1;
    for (const auto label : labels) {
        const bool is_ascii = std::all_of(label.begin(), label.end(),
                                          [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        if (is_ascii ? !is_label(label) : !is_international_label(code_points_of(label))) return false;
        length += is_ascii ? label.size() : ascii_length_of_label(code_points_of(label));
    }
    constexpr std::size_t length_max = 253;
    return length <= length_max;
}

bool is_email(std::string_view text) { return is_mail_address(text, false); }
bool is_idn_email(std::string_view text) { return is_mail_address(text, true); }

bool is_ipv4(std::string_view text) {
    const auto parts = split(text, '.');
    return parts.size() == 4 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
               const bool is_short =
                   !part.empty() && part.size() <= 3 && std::all_of(part.begin(), part.end(), is_digit);
               return is_short && (part.size() == 1 || part.front() != '0') &&
                      (part.size() < 3 || part <= "255");
           });
}

bool is_ipv6(std::string_view text) {
    const auto gap = text.find("::");
    if (gap != text.npos && text.find("::", gap + 1) != text.npos) return false;
    // The number of 16-bit groups; empty if one is malformed. An IPv4 address may be the end.
    const auto count = [](std::string_view part, bool is_end) -> int {
        if (part.empty()) return 0;
        const auto groups = split(part, ':');
        int sum = 0;
        for (std::size_t i = 0; i < groups.size(); ++i) {
            const auto group = groups[i];
            const bool is_group = !group.empty() && group.size() <= 4 &&
                                  std::all_of(group.begin(), group.end(), is_hexadecimal);
            const bool is_address = is_end && i + 1 == groups.size() && is_ipv4(group);
            if (!is_group && !is_address) return 100;
            sum += is_group ? 1 : 2;
        }
        return sum;
    };
    constexpr int groups = 8;
    if (gap == text.npos) return count(text, true) == groups;
    return count(text.substr(0, gap), false) + count(text.substr(gap + 2), true) < groups;
}

} // namespace chatmock::schema
