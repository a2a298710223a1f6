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

// What an Engine.IO message carries.
struct Message {
    bool binary = false;
    std::string data;
};

struct Packet {
    PacketType type = PacketType::noop;
    Message content; // of a message; of any other type the data that follows it
};

// A packet to send, made once and shared by every session that sends it, of either protocol.
struct EncodedPacket {
    bool binary = false;
    std::string text;       // of a text packet: its type and its data
    std::string bytes;      // of a binary message: what it carries
    bool escapable = false; // the data is JSON: what is not ASCII in it may be written as \uXXXX
};

using SharedPacket = std::shared_ptr<const EncodedPacket>;

SharedPacket share(PacketType type, std::string_view data);
SharedPacket share_json_message(std::string_view data);
SharedPacket share_binary_message(std::string bytes);

// A binary message as one of the lines above has it.
std::string base64_text_of(std::string_view bytes, Protocol protocol);
std::string typed_bytes_of(std::string_view bytes);

// Text may hold binary in base64; nothing where it is no packet, or no UTF-8. Binary of an unknown type,
// which only protocol 3 can say, is a noop: the reference server ignores it.
std::optional<Packet> decode_text_packet(std::string_view text, Protocol protocol);
Packet decode_binary_packet(std::string_view bytes, Protocol protocol);

} // namespace chatmock::engineio
