// The one way in which an event gets out: it waits for recipients, is held, rendered, sent, journalled,
// and its caller is answered.
#pragma once

#include "core/delivery/courier.hpp"
#include "core/delivery/injection.hpp"
#include "core/delivery/renderer.hpp"
#include "core/state/state.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chatmock::core {

class Injector {
public:
    Injector(State& state, Clients& clients, Courier& courier)
        : state_(state), clients_(clients), courier_(courier), renderer_(state),
          audiences_(state.connections, state.groups) {}

    // Answers at once, or when what the call waits for has come. Nobody may have asked: then it may be
    // somebody's doing, who is journalled with its failure.
    void inject(std::optional<Ticket> ticket, const Inject& request, policy::SharedIdentity who = nullptr);

    // A held injection is due.
    void release(std::uint64_t id);

    void written(engineio::Receipt receipt);

    // Takes up what members did, and goes on with those whose recipients have come.
    void settle();

    // Whether the ticket was one of this; then it is answered. What was sent stays sent.
    bool give_up(Ticket ticket);

    // Whether a call waits for recipients to settle.
    bool awaits_settlement() const;
    // Whether the ticket was one of this; then it is forgotten, and what is not sent yet never is.
    bool withdraw(Ticket ticket);

    // Whether something is held that will be due by itself.
    bool has_due() const;

    // Forgets what is not yet sent; its callers are told.
    void reset();

    // How many deliveries a call waits for.
    std::size_t awaited() const { return written_awaited_.size() + acks_awaited_.size(); }

private:
    // A delivery that is not complete.
    struct Awaited {
        std::uint64_t injection;
        std::size_t delivery;
        std::uint64_t place;     // the member's
        bool is_interim = false; // the call awaits more than this
    };

    using Packets = std::vector<engineio::SharedPacket>;
    using AckKey = std::pair<std::uint64_t, std::uint64_t>; // the member's place, the packet's ack id

    void go_on(Injection& injection);
    std::size_t count_addressees(const Injection& injection) const;
    bool keep(Injection& injection);
    void emit(Injection& injection);
    void deliver(Injection& injection, const std::vector<Emission>& emissions);
    bool is_uniform(const Injection& injection, const std::vector<Emission>& emissions) const;
    void broadcast(Injection& injection, const std::vector<Emission>& emissions);
    Packets recorded_packets(Injection& injection, const std::vector<Emission>& emissions);
    void deliver_one_by_one(Injection& injection, const std::vector<Emission>& emissions);
    bool is_gone(std::uint64_t place) const;
    void deliver_to(const Member& member, Injection& injection, std::size_t delivery,
                    const Emission& emission, const Packets& shared, bool last);
    Packets packets_for(const Member& member, Injection& injection, std::size_t delivery,
                        const Emission& emission, bool awaits);
    engineio::Receipt receipt_for(const Member& member, Injection& injection, std::size_t delivery);
    void record(Injection& injection, const Emission& emission);
    void complete(const Awaited& awaited, DeliveryState state, Json acknowledgement = Json());
    void acknowledged(const Acknowledged& acknowledged);
    void keep_acknowledgement(Injection& injection, Json& acknowledgement);
    template <typename Fits>
    std::vector<Awaited> take_awaited(Fits fits);
    void left(const std::vector<std::uint64_t>& places);
    void abandon(std::uint64_t id);
    void forget(const Injection& injection);
    void answer(Injection& injection, Result<Reply> reply);
    void finish(Injection& injection, Result<Reply> reply);
    Error too_few(const Injection& injection) const;

    State& state_;
    Clients& clients_;
    Courier& courier_;
    Renderer renderer_;
    Audiences audiences_;
    std::map<std::uint64_t, Injection> injections_; // those that are not done
    Account kept_{waiting_bytes_max};
    Account acknowledgements_{acknowledgements_bytes_max};
    std::map<engineio::Receipt, Awaited> written_awaited_;
    std::map<AckKey, Awaited> acks_awaited_;
    std::uint64_t last_id_ = 0;
};

} // namespace chatmock::core
