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
    std::size_t attachments = 0; // the number of binary messages that belong to it
    std::optional<Json> data;
};

bool is_binary(PacketType type);

// True for a name that Socket.IO reserves: it is not allowed as an event.
bool is_reserved_event(std::string_view name);

// The sender of a packet: allowed packets differ.
enum class Sender { client, server };

// Fails with `malformed_json` or `invalid_value`; the message names the error. Numbers from a client are
// rounded as Node.js does it; numbers from a server keep their digits.
Result<Packet> decode_packet(std::string_view text, Sender sender);

// Removes the query of a URL from the namespace, as protocol 4 does. In protocol 5 it belongs to the name.
void drop_query(Packet& packet);

// Replaces placeholders by attachments; fails if a placeholder is invalid. Several placeholders of one
// attachment share its bytes.
Result<void> attach(Json& data, const std::vector<SharedBytes>& attachments);

// A packet as messages: one of text, then one of bytes per attachment.
struct Encoded {
    std::string text;
    std::vector<SharedBytes> attachments;
};

// EVENT and ACK become binary if `data` has bytes. Values that share bytes share an attachment, so one
// attachment of a client stays one.
Encoded encode_packet(PacketType type, std::string_view namespace_name, std::optional<std::uint64_t> ack_id,
                      Json data);

// The same for encoded JSON without bytes: a payload for many clients is encoded once.
std::string encode_text(PacketType type, std::string_view namespace_name, std::optional<std::uint64_t> ack_id,
                        std::string_view json);

} // namespace chatmock::socketio
