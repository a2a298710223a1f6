// Connection-state recovery (Socket.IO 4.6 and later), for a client that never resumes a connection: the
// server appends an offset to the arguments of an event.
#pragma once

#include "socketio/meaning.hpp"

#include <optional>
#include <string>

namespace chatmock::socketio {

enum class Recovery {
    off,
    on,      // CONNECT had a `pid` (protocol 5)
    unknown, // protocol 4: CONNECT has no `pid`, but such a server still appends offsets
};

// Removes the offset from the event's arguments and returns it; empty if there is none. An event that
// requests an acknowledgement never has one.
//
// A server adds no offset to a volatile event, and the packet does not show whether it is volatile. With
// `on`, a string at the end of the arguments counts as the offset. With `unknown`, it must also follow
// another argument, and look like the offset of an official adapter.
std::optional<std::string> take_offset(EventReceived& event, Recovery recovery);

} // namespace chatmock::socketio
