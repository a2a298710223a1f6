// Reads the requested settings of a sandbox. Mistakes are kept by the fields.
#pragma once

#include "base/json/fields.hpp"
#include "core/sandboxes/sandbox_input.hpp"

namespace chatmock::core {

// Everything except the name.
SandboxRequest read_sandbox_request(Fields& fields);

} // namespace chatmock::core
