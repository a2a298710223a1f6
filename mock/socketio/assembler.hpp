// Puts a packet together from the messages that carry it: binary packets come in several.
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

    // Nothing while attachments are due. Fails where the message is no packet, or not the one due.
    Result<std::optional<Packet>> receive(const engineio::Message& message);

    // The memory of a packet whose attachments are not complete, roughly.
    std::size_t pending_bytes() const { return pending_bytes_; }

private:
    // Its attachments are not complete.
    struct Pending {
        Packet packet;
        std::vector<SharedBytes> attachments;
    };

    Sender sender_;
    std::vector<Pending> pending_; // one at the most: rare, and every client has room for it
    std::size_t pending_bytes_ = 0;
};

} // namespace chatmock::socketio
