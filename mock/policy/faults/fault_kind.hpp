// The kinds of faults, each one line of the table in fault_kind.cpp. Those that strike deliveries have a file
// each in policy/faults/. The others have none: they only stop what was to happen.
#pragma once

#include "base/json/fields.hpp"
#include "base/seeded.hpp"
#include "policy/faults/dispatch.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::policy {

// What a fault can strike.
enum class FaultPoint {
    delivery,        // an event on its way to a recipient
    acknowledgement, // the mock's acknowledgement of a client's event, on its way to that client
    connection,      // a client's handshake
    upgrade,         // a WebSocket that opens for a session that polls
    probe,           // the answer to that WebSocket's probe
    ping,            // the server's ping, in Engine.IO 4
    pong,            // the server's answer to a ping, in Engine.IO 3
};

// Changes how an event travels, and returns what the journal shall say of it: an object.
using Strike = std::function<Json(Draw& draw, Dispatch& dispatch)>;

struct FaultKind {
    std::string_view name; // as `do` names it
    FaultPoint point;
    Strike (*read)(Fields& fields); // its own fields; null where what it strikes is just swallowed
};

const std::vector<FaultKind>& fault_kinds();

} // namespace chatmock::policy
