// Who is there: every client's session, found by whatever names it.
#pragma once

#include "engineio/session.hpp"
#include "policy/credentials.hpp"
#include "socketio/client.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace chatmock::core {

struct Connection {
    Connection(std::uint64_t ordinal_, engineio::Session session_)
        : ordinal(ordinal_), session(std::move(session_)) {}

    std::uint64_t ordinal; // 1, 2, 3, ... in the order of their handshakes
    engineio::Session session;
    socketio::Client client;
    policy::Credentials credentials;
    policy::SharedIdentity identity;   // its sid is empty until the client has joined
    std::uint64_t joined_as = 0;       // its place in join order; 0 until then
    Instant since;                     // when it joined
    std::optional<Instant> connect_by; // when it is closed unless it has joined
};

// References stay valid until the connection is removed.
class Connections {
public:
    Connection& add(engineio::Session session);

    // The only way out.
    void remove(Connection& connection);

    // Null where there is none.
    Connection* find(std::uint64_t ordinal);
    Connection* find_engine_sid(std::string_view engine_sid);
    Connection* find_sid(std::string_view sid);
    Connection* find_channel(engineio::ChannelId channel);
    Connection* find_exchange(engineio::ExchangeId exchange);

    void bind_channel(engineio::ChannelId channel, Connection& connection) {
        by_channel_[channel] = connection.ordinal;
    }
    void unbind_channel(engineio::ChannelId channel) { by_channel_.erase(channel); }
    void bind_exchange(engineio::ExchangeId exchange, Connection& connection) {
        by_exchange_[exchange] = connection.ordinal;
    }
    void unbind_exchange(engineio::ExchangeId exchange) { by_exchange_.erase(exchange); }

    // The client has its sid from here on, and no more from there.
    void join(Connection& connection);
    void leave(Connection& connection);

    // Those who have joined, in join order, and all, in the order of their handshakes.
    const std::map<std::uint64_t, Connection*>& joined() const { return joined_; }
    std::map<std::uint64_t, Connection>& all() { return connections_; }

private:
    template <typename Index, typename Key>
    Connection* find_in(const Index& index, const Key& key);

    std::map<std::uint64_t, Connection> connections_;
    std::map<std::uint64_t, Connection*> joined_;
    std::unordered_map<std::string, std::uint64_t> by_engine_sid_;
    std::unordered_map<std::string, std::uint64_t> by_sid_;
    std::unordered_map<engineio::ChannelId, std::uint64_t> by_channel_;
    std::unordered_map<engineio::ExchangeId, std::uint64_t> by_exchange_;
    std::uint64_t last_ordinal_ = 0;
    std::uint64_t last_joined_ = 0;
};

} // namespace chatmock::core
