#include "core/injector.hpp"

#include "base/binary_json.hpp"
#include "core/near_misses.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

// A call that would put more than this on the wire is refused rather than let memory run out.
constexpr std::size_t deliveries_max = 1000000;

// What one call may send to each recipient.
constexpr std::size_t burst_bytes_max = 32 * 1024 * 1024;

constexpr std::size_t injections_max = 1000; // that wait, are held, or are not yet delivered

Error too_large(std::size_t repeat, std::size_t bytes) {
    return {ErrorCode::invalid_value,
            "at most " + std::to_string(burst_bytes_max) + " bytes to each recipient were expected, " +
                std::to_string(repeat) + " times " + std::to_string(bytes) + " came",
            "/repeat"};
}

Error too_many(std::size_t emissions, std::size_t recipients) {
    return {ErrorCode::invalid_value,
            "at most " + std::to_string(deliveries_max) + " deliveries a call were expected, " +
                std::to_string(emissions) + " to each of " + std::to_string(recipients) + " recipients came",
            "/repeat"};
}

// What one emission of each draft puts on the wire, roughly.
std::size_t bytes_of(const Drafts& drafts) {
    std::size_t bytes = 0;
    for (const auto& draft : drafts) bytes += to_text(draft.payload.payload()).size();
    return bytes;
}

} // namespace

void Injector::inject(std::optional<Ticket> ticket, const Inject& request, policy::SharedIdentity who) {
    if (injections_.size() >= injections_max && ticket) {
        state_.answer(*ticket, Error{ErrorCode::overloaded, "at most " + std::to_string(injections_max) +
                                                                " injections may wait or be held at a time"});
        return;
    }
    const auto id = ++last_id_;
    Injection& injection = injections_[id];
    injection.id = id;
    injection.ticket = ticket;
    injection.who = std::move(who);
    injection.request = request;
    auto drafts = renderer_.prepare(request);
    if (!drafts) {
        finish(injection, drafts.error());
        return;
    }
    injection.drafts = std::move(*drafts);
    injection.has_fixture = !request.data && !request.arguments;
    injection.request.data.reset(); // the drafts have it
    injection.request.patch.reset();
    go_on(injection);
}

// From waiting for recipients over being held to being sent; stops where something is awaited.
void Injector::go_on(Injection& injection) {
    if (injection.stage == Stage::waiting) {
        const auto wanted = injection.request.min_recipients;
        if (wanted > 0 && count_addressees(injection) < wanted) return;
        injection.stage = Stage::held;
        injection.due = state_.now() + injection.request.delay;
        if (injection.due > state_.now()) {
            state_.timers.set({TimerKey::Kind::injection, injection.id}, injection.due);
            if (injection.request.await == Await::queued)
                answer(injection, reply_to(injection, state_.now()));
            return;
        }
    }
    if (injection.stage == Stage::held && injection.due <= state_.now()) emit(injection);
}

void Injector::release(std::uint64_t id) {
    const auto found = injections_.find(id);
    if (found != injections_.end()) go_on(found->second);
}

std::size_t Injector::count_addressees(const Injection& injection) const {
    return audiences_.count(injection.request.to, injection.request.namespace_name);
}

void Injector::emit(Injection& injection) {
    const auto& request = injection.request;
    injection.audience = audiences_.find(request.to, request.namespace_name);
    const auto& addressees = injection.audience->addressees;
    const auto count = request.repeat * injection.drafts.size();
    if (count * std::max<std::size_t>(addressees.size(), 1) > deliveries_max) {
        finish(injection, too_many(count, addressees.size()));
        return;
    }
    const auto bytes = count > 1 ? bytes_of(injection.drafts) : 0;
    if (request.repeat * bytes > burst_bytes_max) {
        finish(injection, too_large(request.repeat, bytes));
        return;
    }
    const auto emissions = renderer_.render(request, injection.drafts, *injection.audience->recipients);
    if (!emissions) {
        finish(injection, emissions.error());
        return;
    }
    deliver(injection, *emissions);
    injection.stage = Stage::delivering;
    if (injection.outstanding == 0) finish(injection, reply_to(injection, state_.now()));
}

void Injector::deliver(Injection& injection, const std::vector<Emission>& emissions) {
    const auto& addressees = injection.audience->addressees;
    injection.deliveries.reserve(addressees.size());
    for (const auto& addressee : addressees)
        injection.deliveries.push_back({addressee.connection->session.transport()});
    if (is_uniform(injection, emissions)) broadcast(injection, emissions);
    else deliver_one_by_one(injection, emissions);
}

// Whether everyone gets the same, and nothing stands between.
bool Injector::is_uniform(const Injection& injection, const std::vector<Emission>& emissions) const {
    return courier_.is_clear() && injection.request.await != Await::acked &&
           std::none_of(emissions.begin(), emissions.end(),
                        [](const auto& emission) { return emission.is_per_user(); });
}

// All emissions in one go: a burst is one write to each of many. Bytes, and who polls, go one by one.
void Injector::broadcast(Injection& injection, const std::vector<Emission>& emissions) {
    const auto& addressees = injection.audience->addressees;
    const auto packets = recorded_packets(injection, emissions);
    const bool is_text =
        std::none_of(packets.begin(), packets.end(), [](const auto& packet) { return packet->binary; });
    engineio::Broadcast broadcast;
    std::vector<std::pair<std::size_t, engineio::Receipt>> others;
    for (std::size_t i = 0; i < addressees.size(); ++i) {
        const auto channel = is_text ? addressees[i].connection->session.direct_channel() : std::nullopt;
        const auto receipt = receipt_for(*addressees[i].member, injection, i);
        if (!channel) {
            others.emplace_back(i, receipt);
            continue;
        }
        broadcast.channels.push_back(*channel);
        if (receipt != 0) broadcast.receipts.push_back(receipt);
    }
    if (!broadcast.channels.empty()) {
        for (const auto& packet : packets) broadcast.payloads.emplace_back(packet, &packet->text);
        state_.perform(std::move(broadcast));
    }
    for (const auto& [i, receipt] : others) {
        const auto place = addressees[i].member->place;
        clients_.send(*addressees[i].connection, packets, receipt);
        if (is_gone(place)) injection.deliveries[i].state = DeliveryState::lost;
    }
}

// Those that everyone gets, once they are in the journal.
Injector::Packets Injector::recorded_packets(Injection& injection, const std::vector<Emission>& emissions) {
    Packets packets;
    for (const auto& emission : emissions) {
        record(injection, emission);
        for (auto& packet : emission.any()->packets(injection.request.namespace_name, std::nullopt))
            packets.push_back(std::move(packet));
    }
    return packets;
}

void Injector::deliver_one_by_one(Injection& injection, const std::vector<Emission>& emissions) {
    std::vector<std::uint64_t> places; // a member may be lost while its events are sent
    for (const auto& addressee : injection.audience->addressees) places.push_back(addressee.member->place);
    for (const auto& emission : emissions) {
        record(injection, emission);
        const bool is_shared = !emission.is_per_user() && injection.request.await != Await::acked;
        Packets shared;
        if (is_shared) shared = emission.any()->packets(injection.request.namespace_name, std::nullopt);
        for (std::size_t i = 0; i < places.size(); ++i) {
            const Member* member = state_.connections.find_member(places[i]);
            if (member == nullptr) continue;
            deliver_to(*member, injection, i, emission, shared, &emission == &emissions.back());
        }
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (is_gone(places[i])) injection.deliveries[i].state = DeliveryState::lost;
    }
}

bool Injector::is_gone(std::uint64_t place) const { return state_.connections.find_member(place) == nullptr; }

// Shared packets are none where each recipient has his own. Of several emissions the last one is awaited.
void Injector::deliver_to(const Member& member, Injection& injection, std::size_t delivery,
                          const Emission& emission, const Packets& shared, bool last) {
    std::optional<policy::Dispatch> dispatch;
    if (!courier_.is_clear()) dispatch = courier_.plan({member, injection.request.event, injection.last_seq});
    const bool is_dropped = dispatch && dispatch->copies == 0;
    const bool awaits = last && !is_dropped;
    const auto own = shared.empty() ? packets_for(member, injection, delivery, emission, awaits) : Packets();
    const auto& packets = shared.empty() ? own : shared;
    const auto receipt = awaits ? receipt_for(member, injection, delivery) : 0;
    if (!dispatch) return clients_.send(*member.connection, packets, receipt);
    const bool is_held = !courier_.carry(member, {packets, receipt}, std::move(*dispatch));
    auto& state = injection.deliveries[delivery].state;
    state = is_dropped ? DeliveryState::dropped : is_held ? DeliveryState::held : DeliveryState::queued;
}

// Asks for an acknowledgement where the call awaits one.
Injector::Packets Injector::packets_for(const Member& member, Injection& injection, std::size_t delivery,
                                        const Emission& emission, bool awaits) {
    const auto& rendering = emission.of(member.identity->user);
    const auto& name = member.identity->namespace_name;
    if (injection.request.await != Await::acked) return rendering.packets(name, std::nullopt);
    const auto ack_id = member.connection->client.next_ack_id(name);
    if (awaits) {
        acks_awaited_[{member.place, ack_id}] = {injection.id, delivery, member.place};
        ++injection.outstanding;
    }
    return rendering.packets(name, ack_id);
}

engineio::Receipt Injector::receipt_for(const Member& member, Injection& injection, std::size_t delivery) {
    if (injection.request.await != Await::written) return 0;
    const auto receipt = ++state_.last_receipt;
    written_awaited_[receipt] = {injection.id, delivery, member.place};
    ++injection.outstanding;
    return receipt;
}

void Injector::record(Injection& injection, const Emission& emission) {
    const auto& request = injection.request;
    Entry entry;
    entry.kind = entry_kind::emit;
    entry.event = request.event;
    if (request.namespace_name != socketio::main_namespace)
        entry.details.add("namespace", request.namespace_name);
    if (injection.has_fixture) entry.details.add("fixture", request.fixture);
    if (!emission.mutant().empty()) entry.details.add("mutant", emission.mutant());
    if (!emission.variant().empty()) entry.details.add("variant", emission.variant());
    entry.recipients = injection.audience->recipients;
    if (const Rendering* rendering = emission.any()) entry.data = rendering->text;
    if (emission.is_per_user()) entry.data_by_user = std::make_shared<const TextByUser>(emission.texts());
    injection.last_seq = state_.record(std::move(entry));
    if (injection.first_seq == 0) injection.first_seq = injection.last_seq;
}

void Injector::written(engineio::Receipt receipt) {
    const auto found = written_awaited_.find(receipt);
    if (found == written_awaited_.end()) return;
    const auto awaited = found->second;
    written_awaited_.erase(found);
    complete(awaited, DeliveryState::written);
}

void Injector::acknowledged(const Acknowledged& acknowledged) {
    const auto found = acks_awaited_.find({acknowledged.place, acknowledged.ack_id});
    if (found == acks_awaited_.end()) return;
    const auto awaited = found->second;
    acks_awaited_.erase(found);
    complete(awaited, DeliveryState::acked, with_bytes_written(acknowledged.arguments));
}

// Takes those that fit out of what is awaited.
template <typename Fits>
std::vector<Injector::Awaited> Injector::take_awaited(Fits fits) {
    std::vector<Awaited> taken;
    const auto take_from = [&](auto& awaited) {
        for (auto next = awaited.begin(); next != awaited.end();) {
            if (fits(next->second)) {
                taken.push_back(next->second);
                next = awaited.erase(next);
            } else {
                ++next;
            }
        }
    };
    take_from(written_awaited_);
    take_from(acks_awaited_);
    return taken;
}

// What a member who has left had not yet taken, he never will.
void Injector::left(std::uint64_t place) {
    const auto lost = take_awaited([place](const Awaited& awaited) { return awaited.place == place; });
    for (const auto& awaited : lost) complete(awaited, DeliveryState::lost);
}

void Injector::complete(const Awaited& awaited, DeliveryState state, Json acknowledgement) {
    const auto found = injections_.find(awaited.injection);
    if (found == injections_.end()) return;
    Injection& injection = found->second;
    injection.deliveries[awaited.delivery].state = state;
    injection.deliveries[awaited.delivery].acknowledgement = std::move(acknowledgement);
    if (--injection.outstanding == 0) finish(injection, reply_to(injection, state_.now()));
}

void Injector::settle() {
    do {
        while (!state_.acknowledged.empty()) {
            acknowledged(state_.acknowledged.front());
            state_.acknowledged.pop_front();
        }
        for (const auto place : std::exchange(state_.left, {})) left(place);
        for (auto next = injections_.begin(); next != injections_.end();) {
            Injection& injection = (next++)->second; // going on may end it
            if (injection.stage == Stage::waiting) go_on(injection);
        }
    } while (!state_.left.empty()); // what was sent was too much for someone
}

bool Injector::give_up(Ticket ticket) {
    for (auto& [id, injection] : injections_) {
        if (injection.ticket != ticket) continue;
        if (injection.stage == Stage::waiting) {
            finish(injection, too_few(injection));
        } else {
            answer(injection, too_late(injection));
            if (injection.stage == Stage::delivering) abandon(id);
        }
        return true;
    }
    return false;
}

bool Injector::has_due() const {
    const bool holds = std::any_of(injections_.begin(), injections_.end(),
                                   [](const auto& each) { return each.second.stage == Stage::held; });
    return (state_.clock.mode() == ClockMode::real && holds) || courier_.has_due();
}

void Injector::abandon(std::uint64_t id) {
    take_awaited([id](const Awaited& awaited) { return awaited.injection == id; });
    injections_.erase(id);
}

void Injector::reset() {
    while (!injections_.empty()) {
        Injection& injection = injections_.begin()->second;
        state_.timers.set({TimerKey::Kind::injection, injection.id}, std::nullopt);
        finish(injection, Error{ErrorCode::timed_out, "the mock was reset before the injection was done"});
    }
    written_awaited_.clear();
    acks_awaited_.clear();
}

void Injector::answer(Injection& injection, Result<Reply> reply) {
    if (injection.ticket) state_.answer(*injection.ticket, std::move(reply));
    injection.ticket.reset();
}

void Injector::finish(Injection& injection, Result<Reply> reply) {
    if (!injection.ticket && !reply) { // nobody waits for the answer: the journal has it
        Entry entry;
        entry.kind = entry_kind::control;
        entry.who = injection.who;
        entry.event = injection.request.event;
        entry.details.add("call", "inject").add("failed", describe(reply.error()));
        state_.record(std::move(entry));
    }
    answer(injection, std::move(reply));
    injections_.erase(injection.id);
}

Error Injector::too_few(const Injection& injection) const {
    const auto& request = injection.request;
    Error error{ErrorCode::too_few_recipients,
                "at least " + std::to_string(request.min_recipients) + " recipients were expected, " +
                    std::to_string(count_addressees(injection)) + " are there",
                "/min_recipients"};
    error.nearest = nearest_connections(request.to, state_.connections, state_.groups);
    return error;
}

} // namespace chatmock::core
