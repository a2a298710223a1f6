// Clients that are refused before an auth rule is asked, and why: their request or their namespace does not
// fit.
#pragma once

#include "core/state/state.hpp"

#include <optional>

namespace chatmock::core {

// The answer to a request that reaches no session; nothing where it reaches one, or begins one.
std::optional<http::Response> turn_away(State& state, const http::Request& request, bool is_upgrade);

// Journals why the request was turned away, where it looks like a client that begins a session. A request of
// a session that has ended is not a refused client: the client comes back by itself.
void record_refusal(State& state, const http::Request& request, bool is_upgrade);

// Of a CONNECT to a namespace that does not exist.
policy::Reason reason_for_namespace(const std::string& name, const policy::Profile& profile);

} // namespace chatmock::core
