// Which sandbox a request names: decided from the request alone. docs/CONTROL_API.md lists the ways.
#pragma once

#include "http/message.hpp"
#include "policy/auth/token_source.hpp"

#include <string>

namespace chatmock::core {

// The way that named it, in the order in which they count.
enum class ChosenBy { nothing, path, query, token, cookie, host, header };

struct Choice {
    ChosenBy by = ChosenBy::nothing;
    std::string name = {}; // as the client wrote it: it may be malformed
};

// Reads the choice off the request, and takes it out where a world would read it: of the path, the query, and
// an opaque token. So a client's request is the same in every sandbox.
//
// A token or a host names a sandbox only where `by_token_and_host`: without sandboxes, `name:secret` is a
// token like others, and `chat.localhost` a host.
Choice take_choice(http::Request& request, const policy::TokenSources& sources, bool by_token_and_host);

} // namespace chatmock::core
