// Deliveries that calls wait for, until they are written or acknowledged.
#pragma once

#include "engineio/wire_effect.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace chatmock::core {

struct AwaitedDelivery {
    std::uint64_t injection;
    std::size_t delivery;     // index in the injection
    std::uint64_t join_order; // the member's
    bool is_interim = false;  // the call also waits for the acknowledgement
};

class AwaitedDeliveries {
public:
    using AckKey = std::pair<std::uint64_t, std::uint64_t>; // the member's join order, the packet's ack id

    void add(engineio::Receipt receipt, const AwaitedDelivery& delivery) { written_[receipt] = delivery; }
    void add(const AckKey& key, const AwaitedDelivery& delivery) { acknowledged_[key] = delivery; }

    // Empty if no call waits for it.
    std::optional<AwaitedDelivery> take(engineio::Receipt receipt);
    std::optional<AwaitedDelivery> take(const AckKey& key);

    // Those of members with these join orders.
    std::vector<AwaitedDelivery> take_of(const std::vector<std::uint64_t>& join_orders);

    void forget(std::uint64_t injection);
    void clear();

    std::size_t size() const { return written_.size() + acknowledged_.size(); }

private:
    template <typename Fits>
    std::vector<AwaitedDelivery> take_those(Fits fits);

    std::map<engineio::Receipt, AwaitedDelivery> written_;
    std::map<AckKey, AwaitedDelivery> acknowledged_;
};

} // namespace chatmock::core
