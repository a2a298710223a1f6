// How the frames of one WebSocket are written and read.
#pragma once

#include "engineio/wire_effect.hpp"

#include <optional>

namespace chatmock::engineio {

class FrameCodec {
public:
    explicit FrameCodec(Protocol protocol) : protocol_(protocol) {}

    // Takes over what the request for the WebSocket says of binary (`b64`); it need not say what the
    // handshake of its session said.
    void settle(const http::Query& query);

    SendFrame encode(ChannelId channel, const SharedPacket& packet, Receipt receipt) const;

    // Nothing where the frame is no packet.
    std::optional<Packet> decode(const Message& frame) const;

private:
    Protocol protocol_;
    bool base64_ = false;
};

} // namespace chatmock::engineio
