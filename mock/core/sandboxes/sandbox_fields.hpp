// Reads what a caller wants of a sandbox. What is wrong is kept by the fields.
#pragma once

#include "base/json/fields.hpp"
#include "core/sandboxes/sandbox_input.hpp"

namespace chatmock::core {

// All but the name.
SandboxWish read_sandbox_wish(Fields& fields);

} // namespace chatmock::core
