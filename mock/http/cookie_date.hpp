// The date of a cookie's `Expires` attribute.
#pragma once

#include "base/time.hpp"

#include <optional>
#include <string_view>

namespace chatmock::http {

// Reads it as leniently as RFC 6265, section 5.1.1, requires; empty if it is not a date.
std::optional<Instant> parse_cookie_date(std::string_view text);

} // namespace chatmock::http
