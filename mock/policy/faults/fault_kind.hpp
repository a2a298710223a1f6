// The kinds of faults, each one line of the table in fault_kind.cpp. Kinds that affect deliveries have one
// file each in policy/faults/. The others need none: they only drop an action.
#pragma once

#include "base/json/fields.hpp"
#include "base/seeded.hpp"
#include "policy/faults/dispatch.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::policy {

// The actions that a fault can affect.
enum class FaultPoint {
    delivery,        // an event on its way to a recipient
    acknowledgement, // the mock's acknowledgement of a client's event, on its way to that client
    connection,      // a client's handshake
    upgrade,         // a WebSocket for a polling session
    probe,           // the answer to that WebSocket's probe
    ping,            // the server's ping, in Engine.IO 4
    pong,            // the server's answer to a ping, in Engine.IO 3
};

// Changes the delivery, and returns the details for the journal: an object.
using Strike = std::function<Json(Draw& draw, Dispatch& dispatch)>;

struct FaultKind {
    std::string_view name; // as `do` names it
    FaultPoint point;
    Strike (*read)(Fields& fields); // its own fields; null for kinds that only drop an action
};

const std::vector<FaultKind>& fault_kinds();

} // namespace chatmock::policy
