// The sandbox that a request names: decided from the request alone. docs/CONTROL_API.md lists the ways.
#pragma once

#include "http/message.hpp"
#include "policy/auth/token_source.hpp"

#include <string>

namespace chatmock::core {

// The way that named it, in order of precedence.
enum class ChosenBy { nothing, path, query, token, cookie, host, header };

struct Choice {
    ChosenBy by = ChosenBy::nothing;
    std::string name = {}; // as the client wrote it; may be malformed
};

// Reads the choice from the request, and removes it from path, query and opaque token, which a world would
// read, also where a second one of them names the same sandbox. So a client's request is the same in every
// sandbox.
//
// A token or a host names a sandbox only with `by_token_and_host`: without sandboxes, `name:secret` is an
// ordinary token, and `chat.localhost` a host.
Choice take_choice(http::Request& request, const policy::TokenSources& sources, bool by_token_and_host);

} // namespace chatmock::core
