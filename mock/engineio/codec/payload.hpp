// Several packets in one HTTP body (protocol documents 3 and 4, "Payload encoding"):
//
//   v4                packet *( %x1E packet )
//   v3, text          *( length ":" packet )           length in UTF-16 code units
//   v3, octet stream  *( kind length %xFF packet )     kind is a byte, 0 for text and 1 for binary;
//                                                      length in bytes, each of its digits a byte 0 to 9
#pragma once

#include "engineio/codec/packet.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace chatmock::engineio {

struct EncodedPayload {
    std::string body;
    bool octet_stream = false;
};

// A payload with binary is an octet stream if the protocol has that and the client accepts it; otherwise it
// is text, with binary as base64.
EncodedPayload encode_payload(const std::vector<SharedPacket>& packets, Protocol protocol, bool base64);

struct DecodedPayload {
    std::vector<Packet> packets;
    bool broken = false; // the bytes after them are not a packet
};

DecodedPayload decode_payload(std::string_view body, Protocol protocol);
DecodedPayload decode_octet_stream(std::string_view body); // protocol 3 only

} // namespace chatmock::engineio
