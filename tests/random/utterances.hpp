// Packets of clients, in Engine.IO.
#pragma once

#include "core/state/connections.hpp"
#include "random/dice.hpp"

#include <string>
#include <vector>

namespace chatmock::random {

using Packets = std::vector<engineio::SharedPacket>;

// Packets that fit the client's state: heartbeats, CONNECTs, events, acknowledgements.
Packets sensible(Dice& dice, const core::Connection& connection);

// Packets that no client should send.
Packets senseless(Dice& dice, const core::Connection& connection);

std::string random_bytes(Dice& dice, std::size_t length_max);

// A packet as a client's frame.
engineio::Message frame_of(const engineio::EncodedPacket& packet, engineio::Protocol protocol);

} // namespace chatmock::random
