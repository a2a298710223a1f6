#include "engineio/message_codec.hpp"

namespace chatmock::engineio {

void MessageCodec::settle(const http::Query& query) { base64_ = !http::value_of(query, "b64").empty(); }

SendFrame MessageCodec::encode(ChannelId channel, const SharedPacket& packet, Receipt receipt) const {
    if (!packet->binary) return {channel, false, {packet, &packet->text}, receipt};
    const bool raw = protocol_ == Protocol::v4 && !base64_;
    if (raw) return {channel, true, {packet, &packet->bytes}, receipt};
    auto payload = base64_ ? base64_text_of(packet->bytes, protocol_) : typed_bytes_of(packet->bytes);
    return {channel, !base64_, std::make_shared<const std::string>(std::move(payload)), receipt};
}

std::optional<Packet> MessageCodec::decode(const Message& frame) const {
    return frame.binary ? decode_binary_packet(frame.data, protocol_)
                        : decode_text_packet(frame.data, protocol_);
}

} // namespace chatmock::engineio
