// Looking up HTTP headers (RFC 9110, section 5).
#pragma once

#include "http/message.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace chatmock::http {

// A header's value; the name's case does not matter. A repeated header's values are joined by commas (RFC
// 9110, section 5.3). Empty if the header is absent.
std::string value_of(const Headers& headers, std::string_view name);

// Afterwards value_of() returns `value`; the header must be there.
void replace_value(Headers& headers, std::string_view name, std::string value);

std::size_t count_of(const Headers& headers, std::string_view name);

// True if the header is a list that contains `token`, such as `Connection: keep-alive, Upgrade`.
bool lists(const Headers& headers, std::string_view name, std::string_view token);

} // namespace chatmock::http
