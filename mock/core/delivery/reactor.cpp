#include "core/delivery/reactor.hpp"

#include "base/json/binary_json.hpp"
#include "core/delivery/outgoing.hpp"

namespace chatmock::core {

void Reactor::settle() {
    while (!happened_.empty()) {
        const Happened happened = std::move(happened_.front());
        happened_.pop_front();
        for (const auto& reaction : state_.settings.profile.reactions) {
            if (policy::matches(reaction, happened.occasion)) react(reaction, happened);
        }
    }
}

void Reactor::react(const policy::Reaction& reaction, const Happened& happened) {
    const Member* member = state_.connections.find_member(happened.place);
    if (member == nullptr || !may_react()) return;
    if (!reaction.emit) {
        if (happened.ack_id)
            acknowledge(*member, *happened.ack_id, arguments_for(reaction, happened.occasion));
        return;
    }
    Inject inject;
    inject.event = *reaction.emit;
    inject.to.kind = policy::Target::Kind::sids;
    inject.to.names = {member->identity->sid};
    inject.namespace_name = member->identity->namespace_name;
    if (reaction.fixture) inject.fixture = *reaction.fixture;
    else inject.arguments = arguments_for(reaction, happened.occasion);
    injector_.inject(std::nullopt, inject, member->identity);
}

// Many events may come at once, and each may have many reactions.
bool Reactor::may_react() {
    if (state_.turn.deliveries.has_room_for(1) && !state_.turn.bytes.is_spent()) return true;
    state_.record_limit("turn_deliveries",
                        "too much follows from one message: further reactions are left out");
    return false;
}

void Reactor::acknowledge(const Member& member, std::uint64_t ack_id, const Json& arguments) {
    const auto packet = socketio::encode_packet(socketio::PacketType::ack, member.identity->namespace_name,
                                                ack_id, arguments);
    state_.turn.deliveries.add(1);
    state_.turn.bytes.add(packet.text.size());
    Entry entry;
    entry.kind = EntryKind::acknowledge;
    entry.who = member.identity;
    entry.details.add("by", "server").add("ack_id", ack_id);
    entry.data = std::make_shared<const std::string>(to_text(with_bytes_written(arguments)));
    state_.record(std::move(entry));
    clients_.send(*member.connection, share(packet), 0);
}

} // namespace chatmock::core
