#include "engineio/packet.hpp"

#include "base/base64.hpp"

namespace chatmock::engineio {

namespace {

constexpr char separator = '\x1e';

} // namespace

SharedPacket share(PacketType type, std::string_view data) {
    std::string text;
    text.reserve(data.size() + 1);
    text += static_cast<char>(type);
    text += data;
    return std::make_shared<const std::string>(std::move(text));
}

std::optional<Packet> decode_packet(std::string_view text) {
    if (text.empty()) return std::nullopt;
    if (text[0] == 'b') {
        auto bytes = decode_base64(text.substr(1));
        if (!bytes) return std::nullopt;
        return Packet{PacketType::message, Message{true, std::move(*bytes)}};
    }
    if (text[0] < '0' || text[0] > '6') return std::nullopt;
    return Packet{static_cast<PacketType>(text[0]), Message{false, std::string(text.substr(1))}};
}

std::optional<std::vector<Packet>> decode_payload(std::string_view body) {
    std::vector<Packet> packets;
    for (;;) {
        const auto end = body.find(separator);
        auto packet = decode_packet(body.substr(0, end));
        if (!packet) return std::nullopt;
        packets.push_back(std::move(*packet));
        if (end == std::string_view::npos) return packets;
        body.remove_prefix(end + 1);
    }
}

std::string encode_payload(const std::vector<SharedPacket>& packets) {
    std::size_t size = 0;
    for (const auto& packet : packets) size += packet->size() + 1;
    std::string body;
    body.reserve(size);
    for (const auto& packet : packets) {
        if (!body.empty()) body += separator;
        body += *packet;
    }
    return body;
}

} // namespace chatmock::engineio
