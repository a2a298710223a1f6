// What a packet can mean whoever sent it.
#pragma once

#include "socketio/packet.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace chatmock::socketio {

struct EventReceived {
    std::string namespace_name;
    std::string name;
    Json arguments; // a list, without the name
    std::optional<std::uint64_t> ack_id;
};

// Of an EVENT that has data.
EventReceived event_of(Packet packet);

// The other side broke the protocol: the session is to be closed.
struct Broken {
    std::string message;
    std::string_view code = "socketio_packet"; // stable, as engineio::ClientViolation has it
};

// Allowed, and without effect.
struct Ignored {};

} // namespace chatmock::socketio
