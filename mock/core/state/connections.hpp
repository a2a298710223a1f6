// All connected clients: their sessions and joined namespaces, indexed by every identifier.
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

// A client in one namespace: a connection in the control API.
struct Member {
    std::uint64_t join_order; // 1, 2, 3, ... in join order
    Connection* connection;
    policy::SharedIdentity identity;
    std::shared_ptr<const Json> auth; // the payload of its CONNECT
    Instant since;
    std::shared_ptr<const policy::AuthOutcome> expires_as = {}; // set if a rule or token limits its lifetime
};

// A client's session, from its handshake to its end.
struct Connection {
    Connection(std::uint64_t ordinal_, engineio::Session session_, socketio::Protocol protocol)
        : ordinal(ordinal_), session(std::move(session_)), client(protocol) {}

    // The caller in the namespace: as the handshake identifies it, unless its CONNECT had another token.
    const policy::Caller& caller_in(std::string_view namespace_name) const {
        const auto found = callers.find(namespace_name);
        return found == callers.end() ? caller : found->second;
    }

    std::uint64_t ordinal; // 1, 2, 3, ... in the order of handshakes
    engineio::Session session;
    socketio::Client client;
    policy::Caller caller;
    std::map<std::string, policy::Caller, std::less<>>
        callers;                              // identified by a CONNECT's payload, by namespace
    policy::SharedIdentity identity;          // without a sid, which a member has
    bool echoes = false;                      // true if its endpoint has no Socket.IO
    std::optional<Instant> connect_by;        // it is closed then unless it has joined
    std::optional<Instant> may_upgrade_until; // in the machine's time, see core/state/settling.hpp
    bool has_polled = false;
    bool is_settled = false;
    std::map<std::string, std::uint64_t> at_the_gate; // CONNECTs that an auth rule delays, by namespace
    std::vector<policy::SharedIdentity> silenced;     // its sockets at the time when the mock became silent
};

// References stay valid until the connection is removed, or the member has left.
class Connections {
public:
    Connection& add(engineio::Session session);

    // The only way to remove one; its members must have left.
    void remove(Connection& connection);

    // Null if there is none.
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

    // Changes whenever a member joins or leaves.
    std::uint64_t generation() const { return generation_; }

    // Changes whenever a client's transport becomes final, or is about to change.
    std::uint64_t settlements() const { return settlements_; }
    void set_settled(Connection& connection, bool settled) {
        if (std::exchange(connection.is_settled, settled) != settled) ++settlements_;
    }

    Member& join(Connection& connection, policy::SharedIdentity identity, std::shared_ptr<const Json> auth,
                 Instant now);
    void leave(const Member& member);

    const Member* find_member(std::uint64_t join_order) const;
    const Member* find_member(const Connection& connection, std::string_view namespace_name) const;
    const Member* find_sid(std::string_view sid) const;

    // True if such a session exists, or existed recently.
    bool has_known(std::string_view engine_sid) const {
        return by_engine_sid_.count(engine_sid) != 0 || known_sids_.has(engine_sid);
    }

    // Adds it to mute(), the connections to which the mock no longer writes: it is silent or half open.
    void note_mute(Connection& connection);
    const std::set<std::uint64_t>& mute() const { return mute_; } // the ordinals

    // All members in join order; all connections in the order of handshakes.
    const std::map<std::uint64_t, Member>& members() const { return members_; }
    std::map<std::uint64_t, Connection>& all() { return connections_; }
    const std::map<std::uint64_t, Connection>& all() const { return connections_; }

    // Indices to ordinals of connections, and from a member's sid to its join order. A channel and an
    // exchange stay until they are lost or answered, even after their connection.
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
    Index<std::string_view> by_engine_sid_; // views of the session's sid
    Index<std::string_view> by_sid_;        // views of the member's sid
    Index<engineio::ChannelId> by_channel_;
    Index<http::ExchangeId> by_exchange_;
    KnownSids known_sids_;
    std::uint64_t last_ordinal_ = 0;
    std::uint64_t last_join_order_ = 0;
    std::uint64_t generation_ = 0;
    std::uint64_t settlements_ = 0;
};

} // namespace chatmock::core
