// Asked before a session sends a packet of the protocol itself: is it dropped?
#pragma once

#include <string_view>

namespace chatmock::engineio {

enum class ControlPacket {
    ping,  // the server's, in protocol 4
    pong,  // the answer to a client's ping, in protocol 3
    probe, // the answer to the probe of a WebSocket that is to upgrade
};

class Interference {
public:
    virtual ~Interference() = default;
    virtual bool drops(std::string_view sid, ControlPacket packet) = 0;
};

} // namespace chatmock::engineio
