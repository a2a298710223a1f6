// Names of sandboxes. A name is valid in a path, a query, a host and a token.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace chatmock::core {

// It always exists; clients and calls that name no sandbox use it.
constexpr std::string_view default_sandbox = "default";

constexpr std::size_t sandbox_name_length_max = 63; // the limit of a host's label

// Letters a to z, digits, `_` and `-`; the first is a letter or a digit.
bool is_sandbox_name(std::string_view name);

// Fails with `invalid_value`; `at` is the name's place.
Result<void> check_sandbox_name(std::string_view name, const std::string& at = "");

} // namespace chatmock::core
