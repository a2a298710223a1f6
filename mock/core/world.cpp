#include "core/world.hpp"

#include "core/calls.hpp"
#include "core/clients.hpp"
#include "core/injector.hpp"
#include "core/members.hpp"
#include "core/reactor.hpp"
#include "core/state.hpp"
#include "core/waiting.hpp"

namespace chatmock::core {

struct World::Parts {
    explicit Parts(WorldSettings settings)
        : state(std::move(settings)), members(state), clients(state, members), injector(state, clients),
          reactor(state, clients, injector), waiting(state), calls(state, members, clients) {}

    void take(const RequestBegun& input) { clients.begin_request(input.request); }
    void take(const RequestArrived& input) { clients.request(input.request); }
    void take(const ExchangeLost& input) { clients.exchange_lost(input.exchange); }
    void take(const UpgradeArrived& input) { clients.upgrade(input.channel, input.request); }
    void take(const FrameArrived& input) { clients.frame(input.channel, input.content); }
    void take(const ChannelViolated& input) { clients.channel_violated(input.channel, input.what); }
    void take(const ChannelLost& input) { clients.channel_lost(input.channel); }
    void take(const TimePassed&) {}
    void take(const ShutDown&) { clients.close_all(engineio::close_reason::shutting_down); }

    void take(const Written& input) {
        for (const auto receipt : input.receipts) injector.written(receipt);
    }

    void take(const GaveUp& input) {
        if (!waiting.give_up(input.ticket)) injector.give_up(input.ticket);
    }

    void take(const Called& input) {
        std::visit([&](const auto& command) { call(input.ticket, command); }, input.command);
    }

    void call(Ticket ticket, const Inject& command) { injector.inject(ticket, command); }
    void call(Ticket ticket, const WaitForConnections& command) { waiting.wait(ticket, command); }
    void call(Ticket ticket, const WaitForEntries& command) { waiting.wait(ticket, command); }

    void call(Ticket ticket, const Reset& command) {
        injector.reset();
        state.answer(ticket, calls(command));
    }

    template <typename Command>
    void call(Ticket ticket, const Command& command) {
        state.answer(ticket, calls(command));
    }

    void settle() {
        reactor.settle();
        injector.settle();
        waiting.settle();
    }

    void fire_due(Instant now) {
        while (const auto due = state.timers.take_due(now)) {
            const auto& [key, deadline] = *due;
            state.now = std::max(state.now, deadline);
            if (key.kind == TimerKey::Kind::connection) clients.fire(key.id);
            else injector.release(key.id);
            settle();
        }
    }

    State state;
    Members members;
    Clients clients;
    Injector injector;
    Reactor reactor;
    Waiting waiting;
    Calls calls;
};

World::World(WorldSettings settings) : parts_(std::make_unique<Parts>(std::move(settings))) {}
World::~World() = default;
World::World(World&&) noexcept = default;
World& World::operator=(World&&) noexcept = default;

Effects World::apply(const Input& input, Instant now) {
    parts_->fire_due(now);
    parts_->state.now = std::max(parts_->state.now, now);
    std::visit([this](const auto& each) { parts_->take(each); }, input);
    parts_->settle();
    return std::exchange(parts_->state.effects, {});
}

std::optional<Instant> World::next_deadline() const { return parts_->state.timers.next(); }

} // namespace chatmock::core
