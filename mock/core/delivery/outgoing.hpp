// Encodes a Socket.IO packet as Engine.IO packets.
#pragma once

#include "engineio/codec/packet.hpp"
#include "socketio/packet.hpp"

#include <vector>

namespace chatmock::core {

std::vector<engineio::SharedPacket> share(const socketio::Encoded& encoded);

} // namespace chatmock::core
