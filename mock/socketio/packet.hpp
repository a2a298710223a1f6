// Socket.IO packets, protocols 4 and 5 (protocol document, "Packet encoding"):
//
//   packet    = type [ attachments "-" ] [ namespace "," ] [ ack-id ] [ json ]
//   type      = one digit, 0 to 6
//   namespace = "/" ..., never written for the main one
//
// They travel inside Engine.IO messages. Bytes within the JSON are written {"_placeholder":true,"num":k}
// and follow as binary messages, in the order of k.
#pragma once

#include "base/json/json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::socketio {

enum class PacketType : char {
    connect = '0',
    disconnect = '1',
    event = '2',
    ack = '3',
    connect_error = '4',
    binary_event = '5',
    binary_ack = '6',
};

constexpr std::string_view main_namespace = "/";

struct Packet {
    PacketType type = PacketType::connect;
    std::string namespace_name = std::string(main_namespace);
    std::optional<std::uint64_t> ack_id;
    std::size_t attachments = 0; // binary messages that belong to it
    std::optional<Json> data;
};

bool is_binary(PacketType type);

// A name that Socket.IO keeps for itself: nobody may send it as an event.
bool is_reserved_event(std::string_view name);

// Who sent a packet: what each may say differs.
enum class Sender { client, server };

// Fails with `malformed_json` or `invalid_value`, whose message names what broke the grammar. Numbers from a
// client become those that a server in Node.js has; numbers from a server keep their digits.
Result<Packet> decode_packet(std::string_view text, Sender sender);

// Peers of protocol 4 name a namespace with the query of its URL. In protocol 5 that is another namespace.
void drop_query(Packet& packet);

// Puts the attachments in their places; fails where a placeholder names none. However many placeholders name
// an attachment, its bytes are there once.
Result<void> attach(Json& data, const std::vector<SharedBytes>& attachments);

// A packet as the messages that carry it: one of text, then one of bytes for each attachment.
struct Encoded {
    std::string text;
    std::vector<SharedBytes> attachments;
};

// EVENT and ACK become their binary kinds where `data` holds bytes. Values that share their bytes share an
// attachment: what a client sent as one is sent back as one.
Encoded encode_packet(PacketType type, std::string_view namespace_name, std::optional<std::uint64_t> ack_id,
                      Json data);

// The same for JSON that is encoded already and holds no bytes: a payload shared by many is encoded once.
std::string encode_text(PacketType type, std::string_view namespace_name, std::optional<std::uint64_t> ack_id,
                        std::string_view json);

} // namespace chatmock::socketio
