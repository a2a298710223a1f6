#include "core/delivery/awaited_deliveries.hpp"

#include <set>

namespace chatmock::core {

namespace {

template <typename Deliveries, typename Key>
std::optional<AwaitedDelivery> take_from(Deliveries& deliveries, const Key& key) {
    auto taken = deliveries.extract(key);
    return taken.empty() ? std::nullopt : std::optional(taken.mapped());
}

} // namespace

std::optional<AwaitedDelivery> AwaitedDeliveries::take(engineio::Receipt receipt) {
    return take_from(written_, receipt);
}

std::optional<AwaitedDelivery> AwaitedDeliveries::take(const AckKey& key) {
    return take_from(acknowledged_, key);
}

template <typename Fits>
std::vector<AwaitedDelivery> AwaitedDeliveries::take_those(Fits fits) {
    std::vector<AwaitedDelivery> taken;
    const auto take_all_from = [&](auto& deliveries) {
        for (auto next = deliveries.begin(); next != deliveries.end();) {
            if (fits(next->second)) {
                taken.push_back(next->second);
                next = deliveries.erase(next);
            } else {
                ++next;
            }
        }
    };
    take_all_from(written_);
    take_all_from(acknowledged_);
    return taken;
}

std::vector<AwaitedDelivery> AwaitedDeliveries::take_of(const std::vector<std::uint64_t>& join_orders) {
    const std::set<std::uint64_t> gone(join_orders.begin(), join_orders.end());
    return take_those(
        [&gone](const AwaitedDelivery& delivery) { return gone.count(delivery.join_order) != 0; });
}

void AwaitedDeliveries::forget(std::uint64_t injection) {
    take_those([injection](const AwaitedDelivery& delivery) { return delivery.injection == injection; });
}

void AwaitedDeliveries::clear() {
    written_.clear();
    acknowledged_.clear();
}

} // namespace chatmock::core
