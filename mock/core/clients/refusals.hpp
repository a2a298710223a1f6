// Refusals before an auth rule decides, with their reasons: the request or the namespace is not valid.
#pragma once

#include "core/state/state.hpp"

#include <optional>

namespace chatmock::core {

// The answer to a request without a valid session; empty if a session handles the request, or begins with it.
std::optional<http::Response> turn_away(State& state, const http::Request& request, bool is_upgrade);

// Journals the reason of the refusal if the request looks like a client that begins a session. A request of
// an ended session is not a refused client: the client reconnects by itself.
void record_refusal(State& state, const http::Request& request, bool is_upgrade);

// The reason of a CONNECT to a namespace that does not exist.
policy::Reason reason_for_namespace(const std::string& name, const policy::Profile& profile);

} // namespace chatmock::core
