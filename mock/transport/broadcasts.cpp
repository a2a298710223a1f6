#include "transport/broadcasts.hpp"

#include "websocket/server_websocket.hpp"

#include <vector>

namespace chatmock::transport {

namespace {

engineio::Receipt receipt_of(const engineio::Broadcast& broadcast, std::size_t i) {
    return broadcast.receipts.empty() ? 0 : broadcast.receipts[i];
}

} // namespace

void Broadcasts::keep(engineio::Broadcast broadcast) {
    std::string joined;
    for (const auto& payload : broadcast.payloads) joined += websocket::frame_message(*payload, false);
    broadcast_.emplace(std::move(broadcast), kept_.keep(std::move(joined)));
}

void Broadcasts::send(net::PortServer& server) {
    if (!broadcast_) return;
    const auto [broadcast, frames] = *std::exchange(broadcast_, std::nullopt);
    std::vector<net::Delivery> deliveries;
    deliveries.reserve(broadcast.channels.size());
    for (std::size_t i = 0; i < broadcast.channels.size(); ++i) {
        if (auto* const connection = numbers_.find_server_connection(broadcast.channels[i]))
            deliveries.push_back({connection, receipt_of(broadcast, i)});
    }
    server.fan_out(deliveries, frames);
}

void Broadcasts::queue() {
    if (!broadcast_) return;
    const auto [broadcast, frames] = *std::exchange(broadcast_, std::nullopt);
    for (std::size_t i = 0; i < broadcast.channels.size(); ++i) {
        if (auto* receiver = numbers_.find(broadcast.channels[i]))
            receiver->send_frame(frames, receipt_of(broadcast, i));
    }
}

} // namespace chatmock::transport
