// The supported revisions of Socket.IO: 4 uses Engine.IO 3, 5 uses Engine.IO 4.
#pragma once

#include "engineio/codec/protocol.hpp"

namespace chatmock::socketio {

enum class Protocol { v4 = 4, v5 = 5 };

constexpr int number_of(Protocol protocol) { return static_cast<int>(protocol); }

constexpr Protocol protocol_over(engineio::Protocol protocol) {
    return protocol == engineio::Protocol::v3 ? Protocol::v4 : Protocol::v5;
}

} // namespace chatmock::socketio
