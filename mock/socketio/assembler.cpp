#include "socketio/assembler.hpp"

#include <utility>

namespace chatmock::socketio {

Result<std::optional<Packet>> Assembler::receive(const engineio::Message& message) {
    if (message.binary != pending_.has_value()) {
        return Error{ErrorCode::invalid_value, message.binary
                                                   ? "bytes came without a packet that announced them"
                                                   : "text came while attachments were due"};
    }
    if (!message.binary) {
        auto packet = decode_packet(message.data, sender_);
        if (!packet) return packet.error();
        if (packet->attachments == 0) return std::optional<Packet>(std::move(*packet));
        pending_ = std::move(*packet);
        return std::optional<Packet>();
    }
    attachments_.push_back(message.data);
    if (attachments_.size() < pending_->attachments) return std::optional<Packet>();
    auto packet = std::exchange(pending_, std::nullopt);
    const auto attachments = std::exchange(attachments_, {});
    if (!packet->data) return packet; // an ACK may have none, whatever it announced
    if (auto attached = attach(*packet->data, attachments); !attached) return attached.error();
    return packet;
}

} // namespace chatmock::socketio
