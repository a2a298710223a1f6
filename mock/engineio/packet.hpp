// Engine.IO packets, protocol 4 (protocol document, "Packet encoding"):
//
//   packet  = type data          type is one digit
//   binary  = "b" base64         a binary message where only text can be sent
//   payload = packet *( %x1E packet )
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

// An encoded packet, made once and shared by every session that sends it.
using SharedPacket = std::shared_ptr<const std::string>;

SharedPacket share(PacketType type, std::string_view data);

// Nothing where the text is no packet.
std::optional<Packet> decode_packet(std::string_view text);

// Nothing where any part is no packet: such a payload ends its session.
std::optional<std::vector<Packet>> decode_payload(std::string_view body);

std::string encode_payload(const std::vector<SharedPacket>& packets);

} // namespace chatmock::engineio
