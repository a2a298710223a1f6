// Asking a running mock, from outside, whether it is well.
#pragma once

#include "base/result.hpp"

#include <string>

namespace chatmock::control {

// Fails where nothing answers within a few seconds, or what answers is not ready.
Result<void> check_health(const std::string& host, int port);

} // namespace chatmock::control
