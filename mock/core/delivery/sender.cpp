#include "core/delivery/sender.hpp"

#include <algorithm>

namespace chatmock::core {

void Sender::send(Injection& injection, const std::vector<Emission>& emissions) {
    const auto& addressees = injection.audience->addressees;
    injection.unreached = unreached_by(injection.request);
    injection.deliveries.reserve(addressees.size());
    for (const auto& addressee : addressees)
        injection.deliveries.push_back({addressee.connection->session.transport()});
    if (is_uniform(injection, emissions)) broadcast(injection, emissions);
    else deliver_one_by_one(injection, emissions);
}

// A socket of a half-open connection is still a recipient; a socket of a silent one is not.
Json Sender::unreached_by(const Inject& request) const {
    Json list = Json::array();
    for (const auto ordinal : state_.connections.mute()) {
        const auto& connection = state_.connections.all().at(ordinal);
        if (!connection.session.is_mute()) continue;
        for (const auto& identity : connection.silenced) {
            if (identity->namespace_name != request.namespace_name ||
                !policy::matches(request.to, *identity, state_.definitions.groups))
                continue;
            const bool is_silent = connection.session.state() == engineio::SessionState::silent;
            list.push_back({{"sid", identity->sid},
                            {"user", identity->user},
                            {"state", is_silent ? "silent" : "half_open"}});
        }
    }
    return list;
}

// True if all recipients get the same packets, and no fault can affect them.
bool Sender::is_uniform(const Injection& injection, const std::vector<Emission>& emissions) const {
    return faulty_delivery_.is_clear() && injection.request.await != Await::acked &&
           std::none_of(emissions.begin(), emissions.end(),
                        [](const auto& emission) { return emission.is_per_user(); });
}

// Sends all emissions together: a burst is one write per socket. Packets with bytes, and polling clients, are
// sent one by one.
void Sender::broadcast(Injection& injection, const std::vector<Emission>& emissions) {
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
        state_.output.perform(std::move(broadcast));
    }
    for (const auto& [i, receipt] : others) {
        const auto join_order = addressees[i].member->join_order;
        clients_.send(*addressees[i].connection, packets, receipt);
        if (is_gone(join_order)) injection.deliveries[i].state = DeliveryState::lost;
    }
}

// Journals the emissions, and returns the packets that all recipients share.
Sender::Packets Sender::recorded_packets(Injection& injection, const std::vector<Emission>& emissions) {
    Packets packets;
    for (const auto& emission : emissions) {
        record(injection, emission);
        for (auto& packet : emission.any()->packets(injection.request.namespace_name, std::nullopt))
            packets.push_back(std::move(packet));
    }
    return packets;
}

void Sender::deliver_one_by_one(Injection& injection, const std::vector<Emission>& emissions) {
    std::vector<std::uint64_t> join_orders; // copied, as a member may leave while its events are sent
    for (const auto& addressee : injection.audience->addressees)
        join_orders.push_back(addressee.member->join_order);
    for (const auto& emission : emissions) {
        record(injection, emission);
        const bool is_shared = !emission.is_per_user() && injection.request.await != Await::acked;
        Packets shared;
        if (is_shared) shared = emission.any()->packets(injection.request.namespace_name, std::nullopt);
        for (std::size_t i = 0; i < join_orders.size(); ++i) {
            const Member* member = state_.connections.find_member(join_orders[i]);
            if (member == nullptr) continue;
            deliver_to(*member, injection, i, emission, shared, &emission == &emissions.back());
        }
    }
    for (std::size_t i = 0; i < join_orders.size(); ++i) {
        if (is_gone(join_orders[i])) injection.deliveries[i].state = DeliveryState::lost;
    }
}

bool Sender::is_gone(std::uint64_t join_order) const {
    return state_.connections.find_member(join_order) == nullptr;
}

// `shared` is empty when packets differ per recipient. Of several emissions, the last one is awaited.
void Sender::deliver_to(const Member& member, Injection& injection, std::size_t delivery,
                        const Emission& emission, const Packets& shared, bool last) {
    const auto& name = member.identity->namespace_name;
    std::optional<std::uint64_t> ack_id;
    if (injection.request.await == Await::acked) ack_id = member.connection->client.next_ack_id(name);
    const auto own = shared.empty() ? emission.of(member.identity->user).packets(name, ack_id) : Packets();
    const auto& packets = shared.empty() ? own : shared;
    std::optional<policy::Dispatch> dispatch;
    if (!faulty_delivery_.is_clear()) {
        const auto packet = std::string_view(packets.front()->text).substr(1);
        dispatch = faulty_delivery_.plan({member, injection.request.event, injection.last_seq, packet});
    }
    const bool is_dropped = dispatch && dispatch->copies == 0;
    const bool awaits = last && !is_dropped;
    if (awaits && ack_id) {
        awaited_.add({member.join_order, *ack_id}, {injection.id, delivery, member.join_order});
        ++injection.outstanding;
    }
    const auto receipt = awaits ? receipt_for(member, injection, delivery) : 0;
    if (!dispatch) return clients_.send(*member.connection, packets, receipt);
    const bool is_held = !faulty_delivery_.carry(member, {packets, receipt}, std::move(*dispatch));
    auto& state = injection.deliveries[delivery].state;
    state = is_dropped ? DeliveryState::dropped : is_held ? DeliveryState::held : DeliveryState::queued;
}

engineio::Receipt Sender::receipt_for(const Member& member, Injection& injection, std::size_t delivery) {
    if (injection.request.await == Await::queued) return 0;
    const bool is_interim = injection.request.await == Await::acked;
    const auto receipt = ++state_.last_receipt;
    awaited_.add(receipt, {injection.id, delivery, member.join_order, is_interim});
    if (!is_interim) ++injection.outstanding;
    return receipt;
}

void Sender::record(Injection& injection, const Emission& emission) {
    const auto& request = injection.request;
    Entry entry;
    entry.kind = EntryKind::emit;
    entry.event = request.event;
    if (request.namespace_name != socketio::main_namespace)
        entry.details.add("namespace", request.namespace_name);
    if (injection.has_fixture) entry.details.add("fixture", request.fixture);
    if (!emission.mutant().empty()) entry.details.add("mutant", emission.mutant());
    if (!emission.variant().empty()) entry.details.add("variant", emission.variant());
    if (!injection.unreached.empty()) entry.details.add("unreached", injection.unreached);
    entry.recipients = injection.audience->recipients;
    if (const Rendering* rendering = emission.any()) entry.data = rendering->text;
    if (emission.is_per_user()) entry.data_by_user = std::make_shared<const TextByUser>(emission.texts());
    injection.last_seq = state_.recorder.record(std::move(entry));
    if (injection.first_seq == 0) injection.first_seq = injection.last_seq;
}

} // namespace chatmock::core
