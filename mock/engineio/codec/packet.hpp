// Engine.IO packets (protocol documents 3 and 4, "Packet encoding"):
//
//   text            type data            type is one digit
//   binary, v4      data                 always a message
//   binary, v3      type data            type is one byte, and its value the digit's
//   base64, v4      "b" base64           a binary message where only text can be sent
//   base64, v3      "b" type base64
#pragma once

#include "engineio/codec/protocol.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace chatmock::engineio {

enum class PacketType : char {
    open = '0',
    close = '1',
    ping = '2',
    pong = '3',
    message = '4',
    upgrade = '5',
    noop = '6',
};

// The content of an Engine.IO message.
struct Message {
    bool binary = false;
    std::string data;
};

struct Packet {
    PacketType type = PacketType::noop;
    Message content; // of a message; of other types, the data after the type
};

// A packet to send: encoded once and shared by all sessions that send it, in both protocols.
struct EncodedPacket {
    bool binary = false;
    std::string text;       // of a text packet: its type and data
    std::string bytes;      // of a binary message: its content
    bool escapable = false; // the data is JSON: characters beyond ASCII may become \uXXXX
};

using SharedPacket = std::shared_ptr<const EncodedPacket>;

SharedPacket share(PacketType type, std::string_view data);
SharedPacket share_json_message(std::string_view data);
SharedPacket share_binary_message(std::string bytes);

// A binary message in base64, as the table above shows.
std::string base64_text_of(std::string_view bytes, Protocol protocol);
std::string typed_bytes_of(std::string_view bytes);

// Text may contain binary in base64. Empty if it is not a packet, or not UTF-8. A binary packet of unknown
// type exists in protocol 3 only; it counts as a noop, as the reference server ignores it.
std::optional<Packet> decode_text_packet(std::string_view text, Protocol protocol);
Packet decode_binary_packet(std::string_view bytes, Protocol protocol);

} // namespace chatmock::engineio
