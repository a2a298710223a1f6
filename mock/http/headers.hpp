// Looking up HTTP headers (RFC 9110, section 5).
#pragma once

#include "http/message.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace chatmock::http {

// A header's value, whatever the case of its name; of one that is repeated all values, joined by commas
// (RFC 9110, section 5.3). Empty where it is absent.
std::string value_of(const Headers& headers, std::string_view name);

std::size_t count_of(const Headers& headers, std::string_view name);

// Whether the header is a list that `token` is in, such as `Connection: keep-alive, Upgrade`.
bool lists(const Headers& headers, std::string_view name, std::string_view token);

} // namespace chatmock::http
