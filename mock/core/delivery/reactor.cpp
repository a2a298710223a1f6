#include "core/delivery/reactor.hpp"

#include "base/json/binary_json.hpp"
#include "core/delivery/outgoing.hpp"

namespace chatmock::core {

void Reactor::settle() {
    while (!pending_.empty()) {
        const MemberEvent event = std::move(pending_.front());
        pending_.pop_front();
        for (const auto& reaction : state_.settings.profile.reactions) {
            if (policy::matches(reaction, event.occasion)) react(reaction, event);
        }
    }
}

void Reactor::react(const policy::Reaction& reaction, const MemberEvent& event) {
    const Member* member = state_.connections.find_member(event.join_order);
    if (member == nullptr || !may_react()) return;
    if (!reaction.emit) {
        if (event.ack_id) acknowledge(*member, *event.ack_id, arguments_for(reaction, event.occasion));
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
    state_.record_limit("turn_deliveries",
                        "one message causes too many reactions: further ones are left out");
    return false;
}

void Reactor::acknowledge(const Member& member, std::uint64_t ack_id, const Json& arguments) {
    const auto packet = socketio::encode_packet(socketio::PacketType::ack, member.identity->namespace_name,
                                                ack_id, arguments);
    state_.turn.deliveries.add(1);
    state_.turn.bytes.add(packet.text.size());
    Entry entry;
    entry.kind = EntryKind::acknowledge;
    entry.identity = member.identity;
    entry.details.add("by", "server").add("ack_id", ack_id);
    entry.data = std::make_shared<const std::string>(to_text(with_bytes_written(arguments)));
    state_.record(std::move(entry));
    clients_.send(*member.connection, share(packet), 0);
}

} // namespace chatmock::core
