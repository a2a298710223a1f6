#include "net/connection/fan_out.hpp"

namespace chatmock::net {

namespace {

using Lost = std::vector<ServerConnection*>;

// Prefetches for the next deliveries: the connection after the next one, and the line of the next one. A
// line's address is in its connection, so the connection must be in the cache first.
void prefetch_beyond(std::size_t i, const std::vector<Delivery>& deliveries) {
    if (i + 2 < deliveries.size()) deliveries[i + 2].connection->prefetch();
    if (i + 1 < deliveries.size()) deliveries[i + 1].connection->prefetch_line();
}

// Prefetches the next connections while the kernel sends for the current one.
Lost send_in_turn(const std::vector<Delivery>& deliveries, const SharedBytes& bytes) {
    Lost lost;
    for (std::size_t i = 0; i < deliveries.size(); ++i) {
        prefetch_beyond(i, deliveries);
        const auto [connection, receipt] = deliveries[i];
        if (!connection->send_at_once(bytes, receipt)) lost.push_back(connection);
    }
    return lost;
}

Lost send_together(const std::vector<Delivery>& deliveries, const SharedBytes& bytes, Senders& senders) {
    std::vector<Line*> lines;
    lines.reserve(deliveries.size());
    for (const auto& delivery : deliveries) lines.push_back(delivery.connection->line_beside_others());
    const auto moved = senders.send(lines, *bytes);
    Lost lost;
    for (std::size_t i = 0; i < deliveries.size(); ++i) {
        const auto [connection, receipt] = deliveries[i];
        const bool is_open = lines[i] != nullptr ? connection->sent_at_once(bytes, receipt, moved[i])
                                                 : connection->send_at_once(bytes, receipt);
        if (!is_open) lost.push_back(connection);
    }
    return lost;
}

} // namespace

void fan_out(const std::vector<Delivery>& deliveries, const SharedBytes& bytes, Senders* senders) {
    const bool is_large = senders != nullptr && deliveries.size() >= senders->lines_min();
    const auto lost = is_large ? send_together(deliveries, bytes, *senders) : send_in_turn(deliveries, bytes);
    for (auto* const connection : lost) connection->lose();
}

} // namespace chatmock::net
