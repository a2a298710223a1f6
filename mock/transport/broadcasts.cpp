#include "transport/broadcasts.hpp"

#include "websocket/server_websocket.hpp"

#include <vector>

namespace chatmock::transport {

namespace {

// Fetches the cache lines that send_at_once() reads, for the next receivers: a line is found in a connection.
void prefetch_beyond(std::size_t i, const std::vector<net::ServerConnection*>& receivers) {
    const auto ahead = [&](std::size_t steps) {
        return i + steps < receivers.size() ? receivers[i + steps] : nullptr;
    };
    if (const auto* second = ahead(2)) second->prefetch();
    if (const auto* first = ahead(1)) first->prefetch_line();
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

// Prefetches the next connections while the kernel sends for the current one. Failed connections end only
// after all have their frame.
void Broadcasts::send() {
    if (!broadcast_) return;
    const auto [broadcast, frames] = *std::exchange(broadcast_, std::nullopt);
    std::vector<net::ServerConnection*> receivers;
    receivers.reserve(broadcast.channels.size());
    for (const auto channel : broadcast.channels)
        receivers.push_back(numbers_.find_server_connection(channel));
    std::vector<net::ServerConnection*> lost;
    for (std::size_t i = 0; i < receivers.size(); ++i) {
        prefetch_beyond(i, receivers);
        auto* const receiver = receivers[i];
        if (receiver != nullptr && !receiver->send_at_once(frames, receipt_of(broadcast, i)))
            lost.push_back(receiver);
    }
    for (auto* const receiver : lost) receiver->lose();
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
