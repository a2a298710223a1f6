// The one way in which an event gets out: fixture, placeholders, contract, targets, packets, journal.
#pragma once

#include "core/clients.hpp"
#include "core/state.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chatmock::core {

enum class DeliveryState { queued, written, lost };

class Injector {
public:
    Injector(State& state, Clients& clients) : state_(state), clients_(clients) {}

    // Answers at once, or when what the call waits for has come.
    void inject(Ticket ticket, const Inject& request);

    // A held injection is due.
    void release(std::uint64_t id);

    void written(engineio::Receipt receipt);

    // Goes on with those whose recipients have come, and notices what was lost.
    void settle();

    // Whether the ticket was one of this; then it is answered. What was sent stays sent.
    bool give_up(Ticket ticket);

    // Forgets what is not yet sent; its callers are told.
    void reset();

private:
    enum class Stage { waiting, held, delivering };

    struct Delivery {
        policy::SharedIdentity recipient;
        engineio::Transport transport;
        DeliveryState state = DeliveryState::queued;
    };

    struct Injection {
        std::uint64_t id = 0;
        std::optional<Ticket> ticket; // absent once answered
        Inject request;
        catalogue::Template payload;
        Stage stage = Stage::waiting;
        Instant due;
        std::uint64_t first_seq = 0;
        std::uint64_t last_seq = 0;
        std::vector<Delivery> deliveries;
        std::size_t outstanding = 0;
    };

    // One recipient's packet, with the payload's text for the journal.
    struct Rendering {
        engineio::SharedPacket packet;
        std::shared_ptr<const std::string> text;
    };

    using Renderings = std::map<std::string, Rendering>; // by user; "" where all get the same

    struct Awaited {
        std::uint64_t injection;
        std::size_t delivery;
        std::uint64_t connection; // its ordinal
    };

    Result<catalogue::Template> prepare(const Inject& request) const;
    void go_on(Injection& injection);
    void emit(Injection& injection);
    Result<std::vector<Renderings>> render(const Injection& injection,
                                           const std::vector<Connection*>& targets);
    Result<Renderings> render_once(const Injection& injection, const std::vector<Connection*>& targets);
    Result<Rendering> render_for(const std::string& user, const Injection& injection,
                                 catalogue::Counters& counters) const;
    void deliver(Injection& injection, const std::vector<Connection*>& targets,
                 const std::vector<Renderings>& all);
    void record(Injection& injection, const Renderings& renderings,
                const std::shared_ptr<const Recipients>& recipients);
    engineio::Receipt expect(Injection& injection, std::size_t delivery, const Connection& connection);
    void delivered(engineio::Receipt receipt, DeliveryState state);
    void lost(std::uint64_t connection);
    std::vector<Connection*> targets_of(const Injection& injection) const;
    void answer(Injection& injection, Result<Reply> reply);
    void finish(Injection& injection, Result<Reply> reply);
    Reply reply_of(const Injection& injection) const;
    Error too_few(const Injection& injection) const;
    static Error too_late(const Injection& injection);

    State& state_;
    Clients& clients_;
    std::map<std::uint64_t, Injection> injections_; // those that are not done
    std::map<engineio::Receipt, Awaited> awaited_;
    std::uint64_t last_id_ = 0;
    engineio::Receipt last_receipt_ = 0;
};

} // namespace chatmock::core
