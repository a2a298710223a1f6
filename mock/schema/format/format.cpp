#include "schema/format/format.hpp"

#include "schema/pattern/pattern.hpp"

#include <algorithm>
#include <array>

namespace chatmock::schema {

namespace {

constexpr std::array<Format, 19> formats = {{{"date-time", is_date_time},
                                             {"date", is_date},
                                             {"time", is_time},
                                             {"duration", is_duration},
                                             {"email", is_email},
                                             {"idn-email", is_idn_email},
                                             {"hostname", is_hostname},
                                             {"idn-hostname", is_idn_hostname},
                                             {"ipv4", is_ipv4},
                                             {"ipv6", is_ipv6},
                                             {"uri", is_uri},
                                             {"uri-reference", is_uri_reference},
                                             {"iri", is_iri},
                                             {"iri-reference", is_iri_reference},
                                             {"uuid", is_uuid},
                                             {"uri-template", is_uri_template},
                                             {"json-pointer", is_json_pointer},
                                             {"relative-json-pointer", is_relative_json_pointer},
                                             {"regex", is_regex}}};

bool is_hexadecimal(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// True for an empty text, or tokens that each begin with a slash and use ~ only as ~0 and ~1.
bool are_tokens(std::string_view text) {
    if (!text.empty() && text.front() != '/') return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '~' && (i + 1 == text.size() || (text[i + 1] != '0' && text[i + 1] != '1')))
            return false;
    }
    return true;
}

} // namespace

const Format* format_named(std::string_view name) {
    const auto* const found = std::find_if(formats.begin(), formats.end(),
                                           [name](const Format& format) { return format.name == name; });
    return found == formats.end() ? nullptr : found;
}

bool is_uuid(std::string_view text) {
    constexpr std::string_view form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    return std::equal(text.begin(), text.end(), form.begin(), form.end(),
                      [](char c, char wanted) { return wanted == 'x' ? is_hexadecimal(c) : c == '-'; });
}

bool is_json_pointer(std::string_view text) { return are_tokens(text); }

// A number of levels, in draft 2020-12 also an index offset; then a pointer, or # for the key.
bool is_relative_json_pointer(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto take_number = [&]() {
        std::size_t length = 0;
        while (length < text.size() && is_digit(text[length])) ++length;
        const bool is_number = length == 1 || (length > 1 && text.front() != '0');
        text.remove_prefix(length);
        return is_number;
    };
    if (!take_number()) return false;
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        text.remove_prefix(1);
        if (!take_number()) return false;
    }
    return text == "#" || are_tokens(text);
}

bool is_regex(std::string_view text) { return static_cast<bool>(Pattern::compile(text)); }

} // namespace chatmock::schema
