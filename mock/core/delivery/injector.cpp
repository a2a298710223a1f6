#include "core/delivery/injector.hpp"

#include "base/json_memory.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

constexpr std::size_t injections_max = 1000; // that wait, are held, or are not yet delivered

Error too_large(std::size_t repeat, std::size_t bytes) {
    return {ErrorCode::invalid_value,
            "at most " + std::to_string(burst_bytes_max) + " bytes to each recipient were expected, " +
                std::to_string(repeat) + " times " + std::to_string(bytes) + " came",
            "/repeat"};
}

Error too_many(std::size_t emissions, std::size_t recipients) {
    return {ErrorCode::invalid_value,
            "at most " + std::to_string(turn_deliveries_max) + " deliveries a call were expected, " +
                std::to_string(emissions) + " to each of " + std::to_string(recipients) + " recipients came",
            "/repeat"};
}

Error too_many_in_turn() {
    return {ErrorCode::invalid_value, "expected at most " + std::to_string(turn_deliveries_max) +
                                          " deliveries in one call and all that follows from it"};
}

// Packets that each recipient has its own of, since it acknowledges them.
std::size_t bytes_of_own_packets(const std::vector<Emission>& emissions, std::size_t recipients) {
    std::size_t bytes = 0;
    for (const auto& emission : emissions) {
        if (const Rendering* rendering = emission.any()) bytes += rendering->text->size() * recipients;
    }
    return bytes;
}

Error too_much_waits() {
    return {ErrorCode::overloaded, "injections that wait or are held may have at most " +
                                       std::to_string(waiting_bytes_max) + " bytes of payloads in all"};
}

std::size_t memory_of_drafts(const Injection& injection) {
    std::size_t bytes = sizeof(Injection);
    for (const auto& draft : injection.drafts) bytes += memory_of(draft.payload.content());
    if (injection.request.arguments) bytes += memory_of(*injection.request.arguments);
    return bytes;
}

// What one emission of each draft puts on the wire, roughly.
std::size_t bytes_of(const Drafts& drafts) {
    std::size_t bytes = 0;
    for (const auto& draft : drafts) bytes += to_text(draft.payload.content()).size();
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
    injection.has_fixture = !request.data && !request.args && !request.arguments;
    injection.request.data.reset(); // the drafts have it
    injection.request.args.reset();
    injection.request.patch.reset();
    go_on(injection);
}

// From waiting for recipients over being held to being sent; stops where something is awaited.
void Injector::go_on(Injection& injection) {
    if (injection.stage == Stage::waiting) {
        const auto wanted = injection.request.min_recipients;
        if (wanted > 0 && count_addressees(injection) < wanted) {
            keep(injection);
            return;
        }
        injection.stage = Stage::held;
        injection.due = state_.now() + injection.request.delay;
        if (injection.due > state_.now()) {
            if (!keep(injection)) return;
            state_.timers.set({TimerKey::Kind::injection, injection.id}, injection.due);
            if (injection.request.await == Await::queued)
                answer(injection, reply_to(injection, state_.now()));
            return;
        }
    }
    if (injection.stage == Stage::held && injection.due <= state_.now()) emit(injection);
}

// Whether there is room for it to wait; else it is finished.
bool Injector::keep(Injection& injection) {
    if (injection.kept_bytes != 0) return true;
    const auto bytes = memory_of_drafts(injection);
    if (!kept_.take(bytes)) {
        finish(injection, too_much_waits());
        return false;
    }
    injection.kept_bytes = bytes;
    return true;
}

void Injector::release(std::uint64_t id) {
    const auto found = injections_.find(id);
    if (found != injections_.end()) go_on(found->second);
}

std::size_t Injector::count_addressees(const Injection& injection) const {
    const auto& request = injection.request;
    return audiences_.count(request.to, request.namespace_name, request.settled);
}

void Injector::emit(Injection& injection) {
    const auto& request = injection.request;
    injection.audience = audiences_.find(request.to, request.namespace_name);
    const auto& addressees = injection.audience->addressees;
    const auto count = request.repeat * injection.drafts.size();
    const auto deliveries = count * std::max<std::size_t>(addressees.size(), 1);
    if (deliveries > turn_deliveries_max) {
        finish(injection, too_many(count, addressees.size()));
        return;
    }
    if (!state_.turn.deliveries.take(deliveries)) {
        finish(injection, too_many_in_turn());
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
    if (request.await == Await::acked &&
        !state_.turn.bytes.take(bytes_of_own_packets(*emissions, addressees.size()))) {
        finish(injection, too_large_in_turn());
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
    if (injection.request.await == Await::queued) return 0;
    const bool is_interim = injection.request.await == Await::acked;
    const auto receipt = ++state_.last_receipt;
    written_awaited_[receipt] = {injection.id, delivery, member.place, is_interim};
    if (!is_interim) ++injection.outstanding;
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

} // namespace chatmock::core
