#include "core/connections.hpp"

namespace chatmock::core {

Connection& Connections::add(engineio::Session session) {
    const auto ordinal = ++last_ordinal_;
    by_engine_sid_[session.sid()] = ordinal;
    return connections_.emplace(ordinal, Connection(ordinal, std::move(session))).first->second;
}

void Connections::remove(Connection& connection) {
    leave(connection);
    by_engine_sid_.erase(connection.session.sid());
    connections_.erase(connection.ordinal);
}

template <typename Index, typename Key>
Connection* Connections::find_in(const Index& index, const Key& key) {
    const auto found = index.find(key);
    return found == index.end() ? nullptr : find(found->second);
}

Connection* Connections::find(std::uint64_t ordinal) {
    const auto found = connections_.find(ordinal);
    return found == connections_.end() ? nullptr : &found->second;
}

Connection* Connections::find_engine_sid(std::string_view engine_sid) {
    return find_in(by_engine_sid_, std::string(engine_sid));
}

Connection* Connections::find_sid(std::string_view sid) { return find_in(by_sid_, std::string(sid)); }

Connection* Connections::find_channel(engineio::ChannelId channel) { return find_in(by_channel_, channel); }

Connection* Connections::find_exchange(engineio::ExchangeId exchange) {
    return find_in(by_exchange_, exchange);
}

void Connections::join(Connection& connection) {
    connection.joined_as = ++last_joined_;
    joined_.emplace(connection.joined_as, &connection);
    by_sid_[connection.identity->sid] = connection.ordinal;
}

void Connections::leave(Connection& connection) {
    if (connection.joined_as == 0) return;
    by_sid_.erase(connection.identity->sid);
    joined_.erase(connection.joined_as);
    connection.joined_as = 0;
}

} // namespace chatmock::core
