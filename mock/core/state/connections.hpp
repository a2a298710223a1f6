// Who is there: every client's session and the namespaces it has joined, found by whatever names them.
#pragma once

#include "core/state/known_sids.hpp"
#include "engineio/session.hpp"
#include "policy/auth/auth.hpp"
#include "socketio/client.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace chatmock::core {

struct Connection;

// A client in one namespace: what the control API calls a connection.
struct Member {
    std::uint64_t place; // 1, 2, 3, ... in the order of joining
    Connection* connection;
    policy::SharedIdentity identity;
    std::shared_ptr<const Json> auth; // the payload of its CONNECT
    Instant since;
    std::shared_ptr<const policy::AuthOutcome> expires_as = {}; // where the auth rules let it in for a while
};

// A client's session, from its handshake to its end.
struct Connection {
    Connection(std::uint64_t ordinal_, engineio::Session session_, socketio::Protocol protocol)
        : ordinal(ordinal_), session(std::move(session_)), client(protocol) {}

    // Who asks to join the namespace, or has: who the handshake named, unless its CONNECT named another.
    const policy::Caller& caller_in(std::string_view namespace_name) const {
        const auto found = callers.find(namespace_name);
        return found == callers.end() ? caller : found->second;
    }

    std::uint64_t ordinal; // 1, 2, 3, ... in the order of their handshakes
    engineio::Session session;
    socketio::Client client;
    policy::Caller caller;
    std::map<std::string, policy::Caller, std::less<>>
        callers;                              // whom the payload of a CONNECT named, by namespace
    policy::SharedIdentity identity;          // without a sid, which comes with joining
    bool echoes = false;                      // its endpoint speaks no Socket.IO
    std::optional<Instant> connect_by;        // when it is closed unless it has joined
    std::optional<Instant> may_upgrade_until; // of the machine's time, see core/state/settling.hpp
    bool has_polled = false;
    bool is_settled = false;
    std::map<std::string, std::uint64_t, std::less<>> places; // in the namespaces that it has joined
    std::map<std::string, std::uint64_t> at_the_gate;         // its CONNECTs that wait there, by namespace
    std::vector<policy::SharedIdentity> silenced;             // its sockets when the mock fell silent
};

// References stay valid until the connection is removed, or the member has left.
class Connections {
public:
    Connection& add(engineio::Session session);

    // The only way out; its members have left.
    void remove(Connection& connection);

    // Null where there is none.
    Connection* find(std::uint64_t ordinal);
    Connection* find_engine_sid(std::string_view engine_sid);
    Connection* find_channel(engineio::ChannelId channel);
    Connection* find_exchange(http::ExchangeId exchange);

    void bind_channel(engineio::ChannelId channel, Connection& connection) {
        by_channel_[channel] = connection.ordinal;
    }
    void unbind_channel(engineio::ChannelId channel) { by_channel_.erase(channel); }
    void bind_exchange(http::ExchangeId exchange, Connection& connection) {
        by_exchange_[exchange] = connection.ordinal;
    }
    void unbind_exchange(http::ExchangeId exchange) { by_exchange_.erase(exchange); }

    // Another one with each who joins or leaves.
    std::uint64_t generation() const { return generation_; }

    // Another one whenever a client has settled on a transport, or is about to change it.
    std::uint64_t settlements() const { return settlements_; }
    void set_settled(Connection& connection, bool settled) {
        if (std::exchange(connection.is_settled, settled) != settled) ++settlements_;
    }

    Member& join(Connection& connection, policy::SharedIdentity identity, std::shared_ptr<const Json> auth,
                 Instant now);
    void leave(const Member& member);

    const Member* find_member(std::uint64_t place) const;
    const Member* find_member(const Connection& connection, std::string_view namespace_name) const;
    const Member* find_sid(std::string_view sid) const;

    // Whether there is such a session, or was one of late.
    bool has_known(std::string_view engine_sid) const {
        return by_engine_sid_.count(engine_sid) != 0 || known_sids_.has(engine_sid);
    }

    // The mock writes nothing to it any more: it fell silent, or is half open.
    void note_mute(Connection& connection);
    const std::set<std::uint64_t>& mute() const { return mute_; } // by their ordinals

    // In join order; and all connections, in the order of their handshakes.
    const std::map<std::uint64_t, Member>& members() const { return members_; }
    std::map<std::uint64_t, Connection>& all() { return connections_; }
    const std::map<std::uint64_t, Connection>& all() const { return connections_; }

    // What leads to whom: to the ordinals of connections, and a member's sid to its place. A channel and
    // an exchange may outlive their connection: until they are lost or answered.
    template <typename Key>
    using Index = std::unordered_map<Key, std::uint64_t>;

    const Index<std::string_view>& engine_sids() const { return by_engine_sid_; }
    const Index<std::string_view>& sids() const { return by_sid_; }
    const Index<engineio::ChannelId>& channels() const { return by_channel_; }
    const Index<http::ExchangeId>& exchanges() const { return by_exchange_; }

private:
    template <typename Key>
    Connection* find_in(const Index<Key>& index, const Key& key);

    std::map<std::uint64_t, Connection> connections_;
    std::map<std::uint64_t, Member> members_;
    std::set<std::uint64_t> mute_;
    Index<std::string_view> by_engine_sid_; // in the words of the session
    Index<std::string_view> by_sid_;        // in those of the member's identity
    Index<engineio::ChannelId> by_channel_;
    Index<http::ExchangeId> by_exchange_;
    KnownSids known_sids_;
    std::uint64_t last_ordinal_ = 0;
    std::uint64_t last_place_ = 0;
    std::uint64_t generation_ = 0;
    std::uint64_t settlements_ = 0;
};

} // namespace chatmock::core
