// How one session's polls are written and read: settled by the handshake, and kept.
#pragma once

#include "engineio/codec/payload.hpp"
#include "http/message.hpp"

#include <optional>
#include <string>
#include <vector>

namespace chatmock::engineio {

class PollingCodec {
public:
    // `repair` undoes what clients do to text that are too old to know better (Socket.IO 1.x: it encodes
    // in UTF-8 twice). Text of others that only looks like it is changed, too.
    PollingCodec(Protocol protocol, bool repair) : protocol_(protocol), repair_(repair) {}

    // Takes over what the handshake says of binary (`b64`) and of JSONP (`j`).
    void settle(const http::Query& handshake);

    // The answer to a GET.
    http::Response encode(const std::vector<SharedPacket>& packets) const;

    // Whether a POST has a content type that the protocol knows nothing of.
    bool refuses(const http::Request& post) const;
    DecodedPayload decode(const http::Request& post) const;

private:
    DecodedPayload decode_text(std::string_view body) const;

    Protocol protocol_;
    bool repair_;
    bool base64_ = false;
    std::optional<std::string> jsonp_; // the callback
};

} // namespace chatmock::engineio
