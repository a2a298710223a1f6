// What sandboxes are called. A name fits into a path, a query, a host and a token alike.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace chatmock::core {

// It always exists; a client or a call that names no sandbox is in it.
constexpr std::string_view default_sandbox = "default";

constexpr std::size_t sandbox_name_length_max = 63; // a label of a host has no more

// Letters a to z, digits, `_` and `-`; the first is a letter or a digit.
bool is_sandbox_name(std::string_view name);

// Fails with `invalid_value`; `at` says where the name stood.
Result<void> check_sandbox_name(std::string_view name, const std::string& at = "");

} // namespace chatmock::core
