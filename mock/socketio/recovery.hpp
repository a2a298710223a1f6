// Connection-state recovery (Socket.IO 4.6 and later), as a client that never resumes a connection sees it:
// the server appends an offset to the arguments of an event.
#pragma once

#include "socketio/meaning.hpp"

#include <optional>
#include <string>

namespace chatmock::socketio {

enum class Recovery {
    off,
    on,      // CONNECT carried a `pid`: protocol 5
    unknown, // protocol 4: its CONNECT carries no `pid`, yet such a server appends offsets there too
};

// Removes the offset from the event's arguments and returns it; nothing where the event has none. An event
// that asks for an acknowledgement never has one.
//
// A server leaves the offset out of a volatile event, and nothing on the wire says which event is volatile.
// So with `on`, a string that ends the arguments counts as the offset. With `unknown`, it has to stand behind
// another argument, and to look like the offset of one of the official adapters.
std::optional<std::string> take_offset(EventReceived& event, Recovery recovery);

} // namespace chatmock::socketio
