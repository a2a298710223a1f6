// Socket.IO packets, protocol 5 (protocol document, "Packet encoding"):
//
//   packet    = type [ attachments "-" ] [ namespace "," ] [ ack-id ] [ json ]
//   type      = one digit, 0 to 6
//   namespace = "/" ..., never written for the main one
//
// They travel inside Engine.IO messages.
#pragma once

#include "base/json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

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
    std::size_t attachments = 0;
    std::optional<Json> data;
};

// Fails with `malformed_json` or `invalid_value`, whose message names what broke the grammar.
Result<Packet> decode_packet(std::string_view text);

// `json` is already encoded, so that a payload shared by many is encoded once.
std::string encode_packet(PacketType type, std::string_view namespace_name, std::string_view json);

// ["event",payload]
std::string event_arguments(std::string_view event, std::string_view payload);

} // namespace chatmock::socketio
