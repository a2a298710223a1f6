// Meanings of packets that both sides can send.
#pragma once

#include "socketio/packet.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace chatmock::socketio {

struct EventReceived {
    std::string namespace_name;
    std::string name;
    Json arguments; // a list, without the event's name
    std::optional<std::uint64_t> ack_id;
};

// Precondition: the packet is an EVENT with data.
EventReceived event_of(Packet packet);

// The other side violated the protocol: the session must be closed.
struct Broken {
    std::string message;
    std::string_view code = "socketio_packet"; // stable, see engineio::ClientViolation
};

// Allowed, and without effect.
struct Ignored {};

} // namespace chatmock::socketio
