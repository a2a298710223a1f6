// Encodes and decodes the frames of one WebSocket.
#pragma once

#include "engineio/wire_effect.hpp"

#include <optional>

namespace chatmock::engineio {

class MessageCodec {
public:
    explicit MessageCodec(Protocol protocol) : protocol_(protocol) {}

    // Applies the parameter for binary (`b64`) of the WebSocket's request; it can differ from the session's
    // handshake.
    void settle(const http::Query& query);

    SendFrame encode(ChannelId channel, const SharedPacket& packet, Receipt receipt) const;

    // Empty if the frame is not a packet.
    std::optional<Packet> decode(const Message& frame) const;

private:
    Protocol protocol_;
    bool base64_ = false;
};

} // namespace chatmock::engineio
