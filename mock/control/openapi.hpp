// The OpenAPI contract of this port, embedded at build time.
#pragma once

#include <string_view>

namespace chatmock::control {

// contracts/control.openapi.yaml, byte for byte.
std::string_view openapi_text();

} // namespace chatmock::control
