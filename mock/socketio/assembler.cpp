#include "socketio/assembler.hpp"

#include "base/json/json_memory.hpp"

#include <utility>

namespace chatmock::socketio {

Result<std::optional<Packet>> Assembler::receive(const engineio::Message& message) {
    if (message.binary == pending_.empty()) {
        return Error{ErrorCode::invalid_value, message.binary
                                                   ? "expected a packet that announces bytes, got bytes"
                                                   : "expected an attachment, got text"};
    }
    if (!message.binary) {
        auto packet = decode_packet(message.data, sender_);
        if (!packet) return packet.error();
        if (packet->attachments == 0) return std::optional<Packet>(std::move(*packet));
        pending_bytes_ = packet->data ? memory_of(*packet->data) : 0;
        pending_.push_back({std::move(*packet), {}});
        return std::optional<Packet>();
    }
    auto& due = pending_.front();
    due.attachments.emplace_back(message.data);
    pending_bytes_ += message.data.size();
    if (due.attachments.size() < due.packet.attachments) return std::optional<Packet>();
    auto [packet, attachments] = std::move(due);
    pending_ = std::vector<Pending>();
    pending_bytes_ = 0;
    if (packet.data) { // an ACK may have no data, even if it announces attachments
        if (auto attached = attach(*packet.data, attachments); !attached) return attached.error();
    }
    return std::optional<Packet>(std::move(packet));
}

} // namespace chatmock::socketio
