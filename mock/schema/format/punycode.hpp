// Punycode (RFC 3492): text of any script as letters, digits and hyphens.
#pragma once

#include "schema/pattern/code_points.hpp"

#include <optional>

namespace chatmock::schema {

std::optional<CodePoints> decode_punycode(std::string_view text);
std::string encode_punycode(const CodePoints& code_points);

} // namespace chatmock::schema
