// How clients and callers of a sandbox name it.
#pragma once

#include "core/sandboxes/sandbox_input.hpp"

#include <string>

namespace chatmock::random {

// The input as it is for the sandbox of that name. Clients name it in every way, each request in one.
core::SandboxesInput named(core::Input input, const std::string& sandbox);

// Whether it is an input of all sandboxes at once.
bool is_everyones(const core::Input& input);

} // namespace chatmock::random
