// Assembles a packet from its messages: a binary packet is several messages.
#pragma once

#include "engineio/codec/packet.hpp"
#include "socketio/packet.hpp"

#include <optional>
#include <string>
#include <vector>

namespace chatmock::socketio {

class Assembler {
public:
    explicit Assembler(Sender sender) : sender_(sender) {}

    // Empty while attachments are missing. Fails if the message is not a packet, or not of the expected kind.
    Result<std::optional<Packet>> receive(const engineio::Message& message);

    // The memory of an incomplete packet, estimated.
    std::size_t pending_bytes() const { return pending_bytes_; }

private:
    // A packet with missing attachments.
    struct Pending {
        Packet packet;
        std::vector<SharedBytes> attachments;
    };

    Sender sender_;
    std::vector<Pending> pending_; // at most one; a vector, as it is rare and every client has this member
    std::size_t pending_bytes_ = 0;
};

} // namespace chatmock::socketio
