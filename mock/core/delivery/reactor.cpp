#include "core/delivery/reactor.hpp"

#include "base/json/binary_json.hpp"
#include "core/delivery/outgoing.hpp"

#include <algorithm>

namespace chatmock::core {

void Reactor::settle() {
    while (!happened_.empty()) {
        Happened happened = std::move(happened_.front());
        happened_.pop_front();
        if (const Member* member = state_.connections.find_member(happened.place))
            happened.occasion.nth = count(*member, happened.occasion);
        for (const auto& reaction : state_.settings.profile.reactions) {
            if (policy::matches(reaction, happened.occasion)) react(reaction, happened);
        }
    }
}

void Reactor::react(const policy::Reaction& reaction, const Happened& happened) {
    const Member* member = state_.connections.find_member(happened.place);
    if (member == nullptr || !may_react()) return;
    if (!reaction.emit) {
        if (happened.ack_id) acknowledge(*member, happened, arguments_for(reaction, happened.occasion));
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

// How many of such events the user has sent. It is counted where a reaction asks for an order.
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
    state_.record_limit("reaction_counts", "reactions count the events of no more users");
    return 1;
}

void Reactor::acknowledge(const Member& member, const Happened& happened, const Json& arguments) {
    const auto ack_id = *happened.ack_id;
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
    if (courier_.is_clear()) return clients_.send(*member.connection, share(packet), 0);
    auto dispatch = courier_.plan({member, *happened.occasion.event, 0, packet.text, ack_id});
    courier_.carry(member, {share(packet), 0}, std::move(dispatch));
}

} // namespace chatmock::core
