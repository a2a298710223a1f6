// The contract of this very port, as it was when the binary was built.
#pragma once

#include <string_view>

namespace chatmock::control {

// contracts/control.openapi.yaml, byte for byte.
std::string_view openapi_text();

} // namespace chatmock::control
