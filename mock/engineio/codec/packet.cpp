#include "engineio/codec/packet.hpp"

#include "base/text/base64.hpp"
#include "base/text/utf8.hpp"

namespace chatmock::engineio {

namespace {

constexpr char base64_mark = 'b';

std::string text_of(PacketType type, std::string_view data) {
    std::string text;
    text.reserve(data.size() + 1);
    text += static_cast<char>(type);
    text += data;
    return text;
}

// The packet type of the text's first digit.
std::optional<PacketType> type_of(std::string_view text) {
    if (text.empty() || text[0] < '0' || text[0] > '6') return std::nullopt;
    return static_cast<PacketType>(text[0]);
}

Packet binary_packet(std::optional<PacketType> type, std::string bytes) {
    return {type.value_or(PacketType::noop), {true, std::move(bytes)}};
}

// `text` starts after the mark.
Packet decode_base64_packet(std::string_view text, Protocol protocol) {
    const bool is_typed = protocol == Protocol::v3;
    auto bytes = decode_base64_leniently(is_typed && !text.empty() ? text.substr(1) : text);
    return binary_packet(is_typed ? type_of(text) : PacketType::message, std::move(bytes));
}

} // namespace

SharedPacket share(PacketType type, std::string_view data) {
    return std::make_shared<const EncodedPacket>(EncodedPacket{false, text_of(type, data), "", false});
}

SharedPacket share_json_message(std::string_view data) {
    return std::make_shared<const EncodedPacket>(
        EncodedPacket{false, text_of(PacketType::message, data), "", true});
}

SharedPacket share_binary_message(std::string bytes) {
    return std::make_shared<const EncodedPacket>(EncodedPacket{true, "", std::move(bytes), false});
}

std::string base64_text_of(std::string_view bytes, Protocol protocol) {
    std::string text(1, base64_mark);
    if (protocol == Protocol::v3) text += static_cast<char>(PacketType::message);
    return text + encode_base64(bytes);
}

std::string typed_bytes_of(std::string_view bytes) {
    std::string typed(1, static_cast<char>(static_cast<char>(PacketType::message) - '0'));
    return typed.append(bytes);
}

std::optional<Packet> decode_text_packet(std::string_view text, Protocol protocol) {
    if (!text.empty() && text[0] == base64_mark) return decode_base64_packet(text.substr(1), protocol);
    const auto type = type_of(text);
    if (!type || !is_utf8(text)) return std::nullopt;
    return Packet{*type, {false, std::string(text.substr(1))}};
}

Packet decode_binary_packet(std::string_view bytes, Protocol protocol) {
    if (protocol == Protocol::v4) return binary_packet(PacketType::message, std::string(bytes));
    if (bytes.empty()) return binary_packet(std::nullopt, "");
    const std::string digit(1, static_cast<char>(bytes[0] + '0'));
    return binary_packet(type_of(digit), std::string(bytes.substr(1)));
}

} // namespace chatmock::engineio
