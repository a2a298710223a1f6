#include "core/world.hpp"

#include "base/invariant.hpp"
#include "core/calls/advances.hpp"
#include "core/calls/calls.hpp"
#include "core/calls/catalogue_calls.hpp"
#include "core/calls/profile_calls.hpp"
#include "core/calls/quiescence.hpp"
#include "core/calls/scenario_runs.hpp"
#include "core/calls/waiting.hpp"
#include "core/clients/clients.hpp"
#include "core/clients/disconnector.hpp"
#include "core/clients/gate.hpp"
#include "core/clients/member_listener.hpp"
#include "core/clients/members.hpp"
#include "core/delivery/injector.hpp"
#include "core/delivery/reactor.hpp"
#include "core/reload.hpp"
#include "core/state/invariants.hpp"
#include "core/state/state.hpp"

#include <algorithm>
#include <type_traits>

namespace chatmock::core {

struct World::Parts : Askable, MemberListener {
    explicit Parts(WorldSettings settings)
        : state(std::move(settings)), gate(state), members(state, gate, *this), faults(state),
          clients(state, gate, members, faults), disconnector(state, members, clients),
          faulty_delivery(state, clients, disconnector, faults), injector(state, clients, faulty_delivery),
          reactor(state, clients, faulty_delivery, injector), waiting(state),
          quiescence(state, gate, injector), advances(state), calls(state, disconnector, faults),
          catalogue_calls(state), profile_calls(state), runs(state, *this) {}

    void take(const RequestBegun& input) { clients.begin_request(input.request); }
    void take(const RequestArrived& input) { clients.request(input.request); }
    void take(const ExchangeLost& input) { clients.exchange_lost(input.exchange); }
    void take(const UpgradeArrived& input) { clients.upgrade(input.channel, input.request); }
    void take(const FrameArrived& input) { clients.frame(input.channel, input.content); }
    void take(const ChannelViolated& input) { clients.channel_violated(input); }
    void take(const ChannelLost& input) { clients.channel_lost(input.channel); }
    void take(const Reloaded& input) {
        if (reload(input, state)) reset_profile_parts();
    }
    void take(const TimePassed&) {}
    void take(const ClientRefused& input) { gate.refuse(input); }
    void take(const ShutDown&) { clients.close_all(engineio::close_reason::shutting_down); }

    void take(const Written& input) {
        for (const auto receipt : input.receipts) {
            injector.written(receipt);
            quiescence.written(receipt);
        }
    }

    void take(const GaveUp& input) { give_up(input.ticket); }

    void take(const Withdrawn& input) {
        if (injector.withdraw(input.ticket) || runs.withdraw(input.ticket)) return;
        give_up(input.ticket);
        auto& answers = state.output.effects.answers;
        answers.erase(std::remove_if(answers.begin(), answers.end(),
                                     [&](const Answer& answer) { return answer.ticket == input.ticket; }),
                      answers.end());
    }

    void give_up(Ticket ticket) override {
        (void)(runs.give_up(ticket) || waiting.give_up(ticket) || quiescence.give_up(ticket) ||
               advances.give_up(ticket) || injector.give_up(ticket));
    }

    void take(const Called& input) { ask(input.ticket, input.command); }

    void ask(Ticket ticket, const Command& command) override {
        std::visit([&](const auto& each) { call(ticket, each); }, command);
    }

    void call(Ticket ticket, const Inject& command) { injector.inject(ticket, command); }
    void call(Ticket ticket, const WaitForConnections& command) { waiting.wait(ticket, command); }
    void call(Ticket ticket, const WaitForEntries& command) { waiting.wait(ticket, command); }
    void call(Ticket ticket, const FollowJournal& command) { waiting.wait(ticket, command); }

    void call(Ticket ticket, const RunScenario& command) { runs.start(ticket, command); }
    void call(Ticket ticket, const WaitForRun& command) { runs.wait(ticket, command); }
    void call(Ticket ticket, const GetRun& command) { state.output.answer(ticket, runs.view(command)); }
    void call(Ticket ticket, const StopRun& command) { state.output.answer(ticket, runs.stop(command)); }
    void call(Ticket ticket, const ReportCheckpoint& command) {
        state.output.answer(ticket, runs.report(command));
    }
    void call(Ticket ticket, const ListRuns&) {
        state.output.answer(ticket, Reply{{{"runs", runs.views()}}});
    }

    void call(Ticket ticket, const Quiesce& command) { quiescence.wait(ticket, command.to); }
    void call(Ticket ticket, const AdvanceClock& command) { advances.ask(ticket, command); }

    void call(Ticket ticket, const SetClock& command) {
        if (command.mode == ClockMode::real) advances.cancel("released");
        if (command.mode) state.clock.set(*command.mode);
        if (command.at || command.at_machine) set_time(command.at.value_or(state.clock.machine_now()));
        const bool is_held = state.clock.mode() == ClockMode::manual;
        state.recorder.record_call("set_clock",
                                   {{"mode", is_held ? "manual" : "real"}, {"now", to_iso8601(state.now())}});
        state.output.answer(ticket, calls(GetClock{}));
    }

    // Sets the clock. Deadlines move with it, so that each stays as far away as before.
    void set_time(Instant instant) {
        advances.cancel("set");
        const auto by = instant - state.now();
        state.clock.set_now(instant);
        state.timers.shift(by);
        clients.shift_deadlines(by);
        faults.shift(by);
        faulty_delivery.shift(by);
        injector.shift(by);
    }

    void call(Ticket ticket, const Reset& command) {
        was_reset = !command.keep_connections;
        const auto closed = command.keep_connections ? 0 : state.connections.members().size();
        reset(command.keep_connections);
        state.output.answer(ticket, Reply{{{"closed", closed}}});
    }

    // All parts that a reset concerns. The order matters: first the callers, then the clients, whose ends
    // must not be in the new journal, then the state, and last the profile's faults, which start with the
    // restarted clock. If connections are kept, the clock is kept, too.
    void reset(bool keeps_connections) {
        runs.reset();
        injector.reset();
        advances.cancel("reset");
        faulty_delivery.reset();
        reactor.reset();
        if (!keeps_connections) clients.close_all(engineio::close_reason::transport_close);
        state.reset();
        if (!keeps_connections) restart_clock();
        faults.reset();
    }

    // The remaining sessions are closed, but their clients do not know it yet: their deadlines move with the
    // clock.
    void restart_clock() {
        const auto before = state.now();
        state.clock.restart();
        clients.shift_deadlines(state.now() - before);
    }

    template <typename Command>
    void call(Ticket ticket, const Command& command) {
        if constexpr (std::is_invocable_v<CatalogueCalls, const Command&>)
            state.output.answer(ticket, catalogue_calls(command));
        else if constexpr (std::is_invocable_v<ProfileCalls, const Command&>)
            state.output.answer(ticket, profile_calls(command));
        else state.output.answer(ticket, calls(command));
    }

    void call(Ticket ticket, const SetProfile& command) { take_profile(ticket, profile_calls(command)); }
    void call(Ticket ticket, const PatchProfile& command) { take_profile(ticket, profile_calls(command)); }

    void take_profile(Ticket ticket, Result<Reply> reply) {
        if (reply) reset_profile_parts();
        state.output.answer(ticket, std::move(reply));
    }

    // The faults and reactions of the profile in use start again.
    void reset_profile_parts() {
        faults.reset();
        reactor.reset();
    }

    void note(MemberEvent event) override { reactor.note(std::move(event)); }
    void note(Acknowledged acknowledged) override { injector.note(std::move(acknowledged)); }
    void note_left(std::uint64_t join_order) override { injector.note_left(join_order); }

    // Processes all consequences of an input, until none is left.
    void settle() {
        do {
            settle_clients();
            waiting.settle();    // checks journal and connections, which are stable now
        } while (runs.settle()); // a step may call and send again; bounded by the limit `turn_steps`
    }

    // Each phase processes the results of those above it:
    void settle_clients() {
        do {
            clients.relieve();            // ends clients with too large queues; they get nothing more
            reactor.settle();             // reacts to members' events, through the injector
            injector.settle();            // completes deliveries, and sends to recipients that have joined
            faults.settle();              // ends faults by new journal entries
            faulty_delivery.settle();     // sends events that a removed fault held
        } while (!injector.is_settled()); // sending may have ended a client, which happens once per client
    }

    void fire(const TimerKey& timer) {
        switch (timer.kind) {
            case TimerKey::Kind::connection: return clients.fire(timer.id);
            case TimerKey::Kind::injection: return injector.release(timer.id);
            case TimerKey::Kind::delivery: return faulty_delivery.release(timer.id);
            case TimerKey::Kind::fault: return faults.fire(timer.id);
            case TimerKey::Kind::run: return runs.fire(timer.id);
            case TimerKey::Kind::exchange:
            case TimerKey::Kind::channel:
            case TimerKey::Kind::connect: return clients.let_through(timer);
            case TimerKey::Kind::expiry: return members.expire(timer.id);
        }
    }

    void fire_due(Instant until) {
        while (const auto due = state.timers.take_due(until)) {
            const auto& [timer, deadline] = *due;
            advances.note(timer, deadline);
            state.clock.move_to(deadline);
            fire(timer);
            settle();
        }
    }

    // Moves the time to the clock's, and as far as advancing calls allow.
    void let_time_pass() {
        fire_due(state.clock.reached());
        state.clock.move_to(state.clock.reached());
        while (const auto next = advances.next()) {
            fire_due(*next);
            state.clock.move_to(*next);
        }
    }

    // The clock starts with the first input, and so do the profile's faults.
    void begin_at(Instant machine_now) {
        state.clock.see(machine_now);
        if (!std::exchange(has_begun, true)) faults.reset();
        state.settling.expire(machine_now);
    }

    // The machine's time of the next input.
    std::optional<Instant> next_deadline() const {
        std::optional<Instant> next;
        if (const auto due = state.timers.next()) next = state.clock.machine_time_of(*due);
        const bool is_awaited = waiting.awaits_settlement() || injector.awaits_settlement();
        const auto settlement = is_awaited ? state.settling.next() : std::nullopt;
        return next && settlement ? std::min(next, settlement) : settlement ? settlement : next;
    }

    // A reset without clients restores the start state, so it begins another run.
    void write_down(const Input& input, Instant machine_now) {
        if (std::exchange(was_reset, false) && state.connections.all().empty()) {
            state.transcript.restart(machine_now, state.last_receipt);
        } else {
            state.transcript.add(
                {input, machine_now, state.output.effects, state.journal, state.definitions.rules});
        }
    }

    void check(Instant machine_now) {
        require(reactor.is_settled() && injector.is_settled(), "members' events are processed");
        check_settled(state, next_deadline(), machine_now);
        constexpr int inputs_between = 64; // its cost grows with the number of clients
        if (++checks % inputs_between == 0) check_everyone(state);
    }

    State state;
    Gate gate;
    Members members;
    Faults faults;
    Clients clients;
    Disconnector disconnector;
    FaultyDelivery faulty_delivery;
    Injector injector;
    Reactor reactor;
    Waiting waiting;
    Quiescence quiescence;
    Advances advances;
    Calls calls;
    CatalogueCalls catalogue_calls;
    ProfileCalls profile_calls;
    ScenarioRuns runs;
    bool has_begun = false;
    bool was_reset = false; // by this input, without kept clients
    int checks = 0;         // of invariants
};

World::World(WorldSettings settings) : parts_(std::make_unique<Parts>(std::move(settings))) {}
World::~World() = default;
World::World(World&&) noexcept = default;
World& World::operator=(World&&) noexcept = default;

Effects World::apply(const Input& input, Instant machine_now) {
    parts_->begin_at(machine_now);
    parts_->state.turn = Turn(parts_->state.settings.limits);
    parts_->let_time_pass();
    std::visit([this](const auto& each) { parts_->take(each); }, input);
    do {
        parts_->settle();
        parts_->let_time_pass();
    } while (parts_->state.output.has_inner_answers()); // an advance by a scenario's step has ended
    parts_->quiescence.settle();
    parts_->write_down(input, machine_now);
    auto effects = std::exchange(parts_->state.output.effects, {});
    if constexpr (checks_invariants) parts_->check(machine_now);
    return effects;
}

const State& World::state() const { return parts_->state; }

std::optional<Instant> World::next_deadline() const { return parts_->next_deadline(); }

bool World::has_clients_to_notify() const {
    const auto& connections = parts_->state.connections.all();
    return std::any_of(connections.begin(), connections.end(), [](const auto& each) {
        return each.second.session.state() == engineio::SessionState::closing;
    });
}

} // namespace chatmock::core
