// Recognizes the kind of a text by its form.
#pragma once

#include <string>
#include <string_view>

namespace chatmock::conformance {

// The patterns of these formats in the contracts.
inline constexpr std::string_view uuid_pattern = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";
inline constexpr std::string_view date_time_pattern =
    R"(^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))"
    R"(T([01]\d|2[0-3])(:[0-5]\d){2}(\.\d{1,9})?(Z|[+-]\d\d:[0-5]\d)$)";

// "uuid" or "date-time"; empty for any other text.
std::string_view format_of(const std::string& text);

// [A-Za-z_][A-Za-z0-9_]*, at most 64 characters: a name that a program gives a field. Other keys of objects
// may be data, such as an e-mail address.
bool is_identifier(std::string_view text);

bool is_email_address(std::string_view text);

// SCHEME://… without white space.
bool is_url(std::string_view text);

} // namespace chatmock::conformance
