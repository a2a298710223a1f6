#include "core/state/connections.hpp"

namespace chatmock::core {

Connection& Connections::add(engineio::Session session) {
    const auto ordinal = ++last_ordinal_;
    const auto protocol = socketio::protocol_over(session.protocol());
    auto& added = connections_.try_emplace(ordinal, ordinal, std::move(session), protocol).first->second;
    by_engine_sid_[added.session.sid()] = ordinal;
    known_sids_.add(added.session.sid());
    return added;
}

void Connections::remove(Connection& connection) {
    by_engine_sid_.erase(connection.session.sid());
    mute_.erase(connection.ordinal);
    connections_.erase(connection.ordinal);
}

void Connections::note_mute(Connection& connection) {
    mute_.insert(connection.ordinal);
    for (const auto& [name, joined] : connection.client.joined())
        connection.silenced.push_back(find_member(joined.member)->identity);
}

template <typename Key>
Connection* Connections::find_in(const Index<Key>& index, const Key& key) {
    const auto found = index.find(key);
    return found == index.end() ? nullptr : find(found->second);
}

Connection* Connections::find(std::uint64_t ordinal) {
    const auto found = connections_.find(ordinal);
    return found == connections_.end() ? nullptr : &found->second;
}

Connection* Connections::find_engine_sid(std::string_view engine_sid) {
    return find_in(by_engine_sid_, engine_sid);
}

Connection* Connections::find_channel(engineio::ChannelId channel) { return find_in(by_channel_, channel); }

Connection* Connections::find_exchange(http::ExchangeId exchange) { return find_in(by_exchange_, exchange); }

Member& Connections::join(Connection& connection, policy::SharedIdentity identity,
                          std::shared_ptr<const Json> auth, Instant now) {
    const auto join_order = ++last_join_order_;
    ++generation_;
    by_sid_[identity->sid] = join_order;
    Member member{join_order, &connection, std::move(identity), std::move(auth), now, {}};
    return members_.emplace(join_order, std::move(member)).first->second;
}

void Connections::leave(const Member& member) {
    ++generation_;
    member.connection->client.forget(member.identity->namespace_name);
    by_sid_.erase(member.identity->sid);
    members_.erase(member.join_order);
}

const Member* Connections::find_member(std::uint64_t join_order) const {
    const auto found = members_.find(join_order);
    return found == members_.end() ? nullptr : &found->second;
}

const Member* Connections::find_member(const Connection& connection, std::string_view namespace_name) const {
    const auto found = connection.client.joined().find(namespace_name);
    return found == connection.client.joined().end() ? nullptr : find_member(found->second.member);
}

const Member* Connections::find_sid(std::string_view sid) const {
    const auto found = by_sid_.find(sid);
    return found == by_sid_.end() ? nullptr : find_member(found->second);
}

} // namespace chatmock::core
