// Sends an injection's emissions to its audience: as a broadcast if possible, otherwise one by one.
#pragma once

#include "core/delivery/awaited_deliveries.hpp"
#include "core/delivery/faulty_delivery.hpp"
#include "core/delivery/injection.hpp"

#include <vector>

namespace chatmock::core {

class Sender {
public:
    Sender(State& state, Clients& clients, FaultyDelivery& faulty_delivery, AwaitedDeliveries& awaited)
        : state_(state), clients_(clients), faulty_delivery_(faulty_delivery), awaited_(awaited) {}

    // Journals each emission before it is sent. Adds a delivery per recipient to the injection.
    void send(Injection& injection, const std::vector<Emission>& emissions);

private:
    using Packets = std::vector<engineio::SharedPacket>;

    Json unreached_by(const Inject& request) const;
    bool is_uniform(const Injection& injection, const std::vector<Emission>& emissions) const;
    void broadcast(Injection& injection, const std::vector<Emission>& emissions);
    Packets recorded_packets(Injection& injection, const std::vector<Emission>& emissions);
    void deliver_one_by_one(Injection& injection, const std::vector<Emission>& emissions);
    bool is_gone(std::uint64_t join_order) const;
    void deliver_to(const Member& member, Injection& injection, std::size_t delivery,
                    const Emission& emission, const Packets& shared, bool last);
    engineio::Receipt receipt_for(const Member& member, Injection& injection, std::size_t delivery);
    void record(Injection& injection, const Emission& emission);

    State& state_;
    Clients& clients_;
    FaultyDelivery& faulty_delivery_;
    AwaitedDeliveries& awaited_;
};

} // namespace chatmock::core
