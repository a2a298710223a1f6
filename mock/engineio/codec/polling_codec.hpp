// Encodes and decodes the polls of one session. The handshake selects the encoding for the whole session.
#pragma once

#include "engineio/codec/payload.hpp"
#include "http/message.hpp"

#include <optional>
#include <string>
#include <vector>

namespace chatmock::engineio {

class PollingCodec {
public:
    // `repair` undoes a defect of Socket.IO 1.x clients, which encode text in UTF-8 twice. It also changes
    // other text that looks like that.
    PollingCodec(Protocol protocol, bool repair) : protocol_(protocol), repair_(repair) {}

    // Applies the handshake's parameters for binary (`b64`) and JSONP (`j`).
    void settle(const http::Query& handshake);

    // The answer to a GET.
    http::Response encode(const std::vector<SharedPacket>& packets) const;

    // True if the content type of a POST is unknown to the protocol.
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
