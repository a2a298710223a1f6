// Checks from outside that a running mock is ready.
#pragma once

#include "base/result.hpp"

#include <string>

namespace chatmock::control {

// Fails if there is no answer within a few seconds, or it is not ready.
Result<void> check_health(const std::string& host, int port);

} // namespace chatmock::control
