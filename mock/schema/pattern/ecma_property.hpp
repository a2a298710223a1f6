// The names of Unicode's properties in regular expressions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chatmock::schema {

// What is between the braces of \p{…} in ECMA-262, as PCRE2 writes it; absent if it cannot be a property.
std::optional<std::string> property_in_pcre(std::string_view property);

} // namespace chatmock::schema
