#include "core/world.hpp"

#include "core/advances.hpp"
#include "core/calls.hpp"
#include "core/clients.hpp"
#include "core/disconnector.hpp"
#include "core/injector.hpp"
#include "core/members.hpp"
#include "core/quiescence.hpp"
#include "core/reactor.hpp"
#include "core/reload.hpp"
#include "core/state.hpp"
#include "core/waiting.hpp"

namespace chatmock::core {

struct World::Parts {
    explicit Parts(WorldSettings settings)
        : state(std::move(settings)), members(state), clients(state, members), disconnector(members, clients),
          injector(state, clients), reactor(state, clients, injector), waiting(state),
          quiescence(state, injector), advances(state), calls(state, clients, disconnector) {}

    void take(const RequestBegun& input) { clients.begin_request(input.request); }
    void take(const RequestArrived& input) { clients.request(input.request); }
    void take(const ExchangeLost& input) { clients.exchange_lost(input.exchange); }
    void take(const UpgradeArrived& input) { clients.upgrade(input.channel, input.request); }
    void take(const FrameArrived& input) { clients.frame(input.channel, input.content); }
    void take(const ChannelViolated& input) { clients.channel_violated(input.channel, input.what); }
    void take(const ChannelLost& input) { clients.channel_lost(input.channel); }
    void take(const Reloaded& input) { take_up(input, state); }
    void take(const TimePassed&) {}
    void take(const ShutDown&) { clients.close_all(engineio::close_reason::shutting_down); }

    void take(const Written& input) {
        for (const auto receipt : input.receipts) {
            injector.written(receipt);
            quiescence.written(receipt);
        }
    }

    void take(const GaveUp& input) {
        const auto ticket = input.ticket;
        (void)(waiting.give_up(ticket) || quiescence.give_up(ticket) || advances.give_up(ticket) ||
               injector.give_up(ticket));
    }

    void take(const Called& input) {
        std::visit([&](const auto& command) { call(input.ticket, command); }, input.command);
    }

    void call(Ticket ticket, const Inject& command) { injector.inject(ticket, command); }
    void call(Ticket ticket, const WaitForConnections& command) { waiting.wait(ticket, command); }
    void call(Ticket ticket, const WaitForEntries& command) { waiting.wait(ticket, command); }
    void call(Ticket ticket, const FollowJournal& command) { waiting.wait(ticket, command); }

    void call(Ticket ticket, const Quiesce&) { quiescence.wait(ticket); }
    void call(Ticket ticket, const AdvanceClock& command) { advances.ask(ticket, command); }

    void call(Ticket ticket, const SetClock& command) {
        state.clock.set(command.mode);
        if (command.mode == ClockMode::real) advances.cancel();
        state.record_call("set_clock");
        state.answer(ticket, calls(GetClock{}));
    }

    void call(Ticket ticket, const Reset& command) {
        injector.reset();
        advances.cancel();
        was_reset = !command.keep_connections;
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

    void fire_due(Instant until) {
        while (const auto due = state.timers.take_due(until)) {
            const auto& [timer, deadline] = *due;
            advances.note(timer, deadline);
            state.clock.move_to(deadline);
            if (timer.kind == TimerKey::Kind::connection) clients.fire(timer.id);
            else injector.release(timer.id);
            settle();
        }
    }

    // Up to where the clock has come, and as far as those go who move it.
    void let_time_pass() {
        fire_due(state.clock.reached());
        state.clock.move_to(state.clock.reached());
        while (const auto next = advances.next()) {
            fire_due(*next);
            state.clock.move_to(*next);
        }
    }

    // A reset that leaves nobody makes the world what it was at the start, and so begins another run.
    void write_down(const Input& input, Instant machine_now) {
        if (std::exchange(was_reset, false) && state.connections.all().empty()) {
            state.transcript.restart(machine_now, state.last_receipt);
        } else {
            state.transcript.add({input, machine_now, state.effects, state.journal, state.rules});
        }
    }

    State state;
    Members members;
    Clients clients;
    Disconnector disconnector;
    Injector injector;
    Reactor reactor;
    Waiting waiting;
    Quiescence quiescence;
    Advances advances;
    Calls calls;
    bool was_reset = false; // by the present input, with nobody kept
};

World::World(WorldSettings settings) : parts_(std::make_unique<Parts>(std::move(settings))) {}
World::~World() = default;
World::World(World&&) noexcept = default;
World& World::operator=(World&&) noexcept = default;

Effects World::apply(const Input& input, Instant machine_now) {
    parts_->state.clock.see(machine_now);
    parts_->let_time_pass();
    std::visit([this](const auto& each) { parts_->take(each); }, input);
    parts_->settle();
    parts_->let_time_pass();
    parts_->quiescence.settle();
    parts_->write_down(input, machine_now);
    return std::exchange(parts_->state.effects, {});
}

const State& World::state() const { return parts_->state; }

std::optional<Instant> World::next_deadline() const {
    const auto next = parts_->state.timers.next();
    if (!next) return std::nullopt;
    return parts_->state.clock.machine_time_of(*next);
}

} // namespace chatmock::core
