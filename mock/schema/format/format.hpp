// The formats of JSON Schema.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chatmock::schema {

struct Format {
    std::string_view name;
    bool (*holds)(std::string_view text); // expects UTF-8
};

// Null if JSON Schema has no such format.
const Format* format_named(std::string_view name);

// RFC 3339; a leap second must be in the last minute of a UTC day.
bool is_date(std::string_view text);
bool is_time(std::string_view text);
bool is_date_time(std::string_view text);
bool is_duration(std::string_view text); // RFC 3339, appendix A

bool is_uuid(std::string_view text);

// RFC 5321 and 6531, RFC 1123 and 5890. Rules for international names are checked as far as Unicode's general
// categories allow; no library here has the other tables.
bool is_email(std::string_view text);
bool is_idn_email(std::string_view text);
bool is_hostname(std::string_view text);
bool is_idn_hostname(std::string_view text);

bool is_ipv4(std::string_view text); // RFC 2673, section 3.2
bool is_ipv6(std::string_view text); // RFC 4291, section 2.2

// RFC 3986 and 3987, RFC 6570, RFC 6901.
bool is_uri(std::string_view text);
bool is_uri_reference(std::string_view text);
bool is_iri(std::string_view text);
bool is_iri_reference(std::string_view text);
bool is_uri_template(std::string_view text);
bool is_json_pointer(std::string_view text);
bool is_relative_json_pointer(std::string_view text);

bool is_regex(std::string_view text);

} // namespace chatmock::schema
