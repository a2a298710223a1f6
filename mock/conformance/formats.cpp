#include "conformance/formats.hpp"

#include "schema/pattern/pattern.hpp"

#include <algorithm>

namespace chatmock::conformance {

namespace {

bool is_white(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool has_white(std::string_view text) { return std::any_of(text.begin(), text.end(), is_white); }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

} // namespace

std::string_view format_of(const std::string& text) {
    static const auto uuid = *schema::Pattern::compile(uuid_pattern);
    static const auto date_time = *schema::Pattern::compile(date_time_pattern);
    constexpr std::size_t length_max = 36;
    if (text.size() > length_max) return {};
    auto effort = schema::Effort::for_payload(text.size());
    if (uuid.search(text, effort) == schema::Match::found) return "uuid";
    return date_time.search(text, effort) == schema::Match::found ? std::string_view("date-time")
                                                                  : std::string_view();
}

bool is_identifier(std::string_view text) {
    constexpr std::size_t length_max = 64;
    if (text.empty() || text.size() > length_max || is_digit(text.front())) return false;
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
}

bool is_email_address(std::string_view text) {
    const auto sign = text.find('@');
    if (sign == std::string_view::npos || sign == 0 || has_white(text)) return false;
    const auto domain = text.substr(sign + 1);
    const auto dot = domain.rfind('.');
    return domain.find('@') == std::string_view::npos && dot != std::string_view::npos && dot > 0 &&
           dot + 1 < domain.size();
}

bool is_url(std::string_view text) {
    const auto mark = text.find("://");
    if (mark == std::string_view::npos || mark == 0 || has_white(text)) return false;
    const auto scheme = text.substr(0, mark);
    return is_letter(scheme.front()) && std::all_of(scheme.begin(), scheme.end(), [](char c) {
               return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
           });
}

} // namespace chatmock::conformance
