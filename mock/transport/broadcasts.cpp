#include "transport/broadcasts.hpp"

#include "transport/tcp_connection.hpp"
#include "websocket/server_websocket.hpp"

#include <array>
#include <vector>

namespace chatmock::transport {

namespace {

// Fetches the cache lines that send_at_once() reads.
void prefetch(const TcpConnection* connection) {
    if (connection == nullptr) return;
    constexpr std::array<int, 3> offsets = {0, 64, 128};
    for (const auto offset : offsets) __builtin_prefetch(reinterpret_cast<const char*>(connection) + offset);
}

engineio::Receipt receipt_of(const engineio::Broadcast& broadcast, std::size_t i) {
    return broadcast.receipts.empty() ? 0 : broadcast.receipts[i];
}

} // namespace

void Broadcasts::keep(engineio::Broadcast broadcast) {
    std::string joined;
    for (const auto& payload : broadcast.payloads) joined += websocket::frame_message(*payload, false);
    broadcast_.emplace(std::move(broadcast), kept_.keep(std::move(joined)));
}

// Prefetches the next connection while the kernel sends for the current one. Failed connections end only
// after all have their frame.
void Broadcasts::send() {
    if (!broadcast_) return;
    const auto [broadcast, frames] = *std::exchange(broadcast_, std::nullopt);
    std::vector<TcpConnection*> receivers;
    receivers.reserve(broadcast.channels.size());
    for (const auto channel : broadcast.channels) receivers.push_back(numbers_.find(channel));
    std::vector<std::shared_ptr<TcpConnection>> lost;
    for (std::size_t i = 0; i < receivers.size(); ++i) {
        if (i + 1 < receivers.size()) prefetch(receivers[i + 1]);
        auto* const receiver = receivers[i];
        if (receiver != nullptr && !receiver->send_at_once(frames, receipt_of(broadcast, i)))
            lost.push_back(receiver->shared_from_this());
    }
    for (const auto& receiver : lost) receiver->lose();
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
