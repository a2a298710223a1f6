// Unicode property names in regular expressions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chatmock::schema {

// Translates the content of \p{…} from ECMA-262 to PCRE2; empty if it cannot be a property.
std::optional<std::string> property_in_pcre(std::string_view property);

} // namespace chatmock::schema
