#include "core/delivery/outgoing.hpp"

namespace chatmock::core {

std::vector<engineio::SharedPacket> share(const socketio::Encoded& encoded) {
    std::vector<engineio::SharedPacket> packets = {engineio::share_json_message(encoded.text)};
    for (const auto& bytes : encoded.attachments)
        packets.push_back(engineio::share_binary_message(std::string(bytes.text())));
    return packets;
}

} // namespace chatmock::core
