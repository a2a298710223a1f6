#include "core/delivery/reactor.hpp"

#include "base/json/binary_json.hpp"
#include "core/delivery/outgoing.hpp"

#include <algorithm>

namespace chatmock::core {

void Reactor::settle() {
    while (!pending_.empty()) {
        MemberEvent event = std::move(pending_.front());
        pending_.pop_front();
        if (const Member* member = state_.connections.find_member(event.join_order))
            event.occasion.nth = count(*member, event.occasion);
        for (const auto& reaction : state_.settings.profile.reactions) {
            if (policy::matches(reaction, event.occasion)) react(reaction, event);
        }
    }
}

void Reactor::react(const policy::Reaction& reaction, const MemberEvent& event) {
    const Member* member = state_.connections.find_member(event.join_order);
    if (member == nullptr || !may_react()) return;
    if (!reaction.emit) {
        if (event.ack_id) acknowledge(*member, event, arguments_for(reaction, event.occasion));
        return;
    }
    Inject inject;
    inject.event = *reaction.emit;
    inject.to.kind = policy::Target::Kind::sids;
    inject.to.names = {member->identity->sid};
    inject.namespace_name = member->identity->namespace_name;
    if (reaction.fixture) inject.fixture = *reaction.fixture;
    else inject.arguments = arguments_for(reaction, event.occasion);
    injector_.inject(std::nullopt, inject, member->identity);
}

// Bounds the work of one input: it may contain many events, each with many reactions.
bool Reactor::may_react() {
    if (state_.turn.deliveries.has_room_for(1) && !state_.turn.bytes.is_spent()) return true;
    state_.recorder.record_limit(state_.turn.bytes.is_spent() ? "turn_bytes" : "turn_deliveries",
                                 "one message causes too many reactions: further ones are left out");
    return false;
}

// The number of such events of the user. Events are counted only if a reaction has an order.
std::uint64_t Reactor::count(const Member& member, const policy::Occasion& occasion) {
    const auto& reactions = state_.settings.profile.reactions;
    const bool is_asked = std::any_of(reactions.begin(), reactions.end(), [&](const auto& reaction) {
        return reaction.has_order() && reaction.event == occasion.event;
    });
    if (!is_asked) return 1;
    const auto key = stable_hash(member.identity->user + '\0' + occasion.namespace_name + '\0' +
                                 occasion.event.value_or(""));
    const auto found = counts_.find(key);
    if (found != counts_.end()) return ++found->second;
    if (counts_.size() < state_.settings.limits.reaction_counts) return counts_[key] = 1;
    state_.recorder.record_limit("reaction_counts", "reactions count the events of no more users");
    return 1;
}

void Reactor::acknowledge(const Member& member, const MemberEvent& event, const Json& arguments) {
    const auto ack_id = *event.ack_id;
    const auto packet = socketio::encode_packet(socketio::PacketType::ack, member.identity->namespace_name,
                                                ack_id, arguments);
    state_.turn.deliveries.add(1);
    state_.turn.bytes.add(packet.text.size());
    Entry entry;
    entry.kind = EntryKind::acknowledge;
    entry.identity = member.identity;
    entry.details.add("by", "server").add("ack_id", ack_id);
    entry.data = std::make_shared<const std::string>(to_text(with_bytes_written(arguments)));
    state_.recorder.record(std::move(entry));
    if (faulty_delivery_.is_clear()) return clients_.send(*member.connection, share(packet), 0);
    auto dispatch = faulty_delivery_.plan({member, *event.occasion.event, 0, packet.text, ack_id});
    faulty_delivery_.carry(member, {share(packet), 0}, std::move(dispatch));
}

} // namespace chatmock::core
