// Finds connections by the number of an exchange or a channel.
#pragma once

#include "net/connection/server_connection.hpp"
#include "transport/socket_connection.hpp"

#include <cstdint>
#include <unordered_map>

namespace chatmock::transport {

class ConnectionNumbers {
public:
    // The number is unique for the life of the port.
    std::uint64_t add(net::ServerConnection& connection) {
        connections_[++last_] = &connection;
        return last_;
    }

    void remove(std::uint64_t number) { connections_.erase(number); }

    // Null if it was released.
    SocketConnection* find(std::uint64_t number) const {
        auto* const found = find_server_connection(number);
        return found == nullptr ? nullptr : &static_cast<SocketConnection&>(found->protocol());
    }

    // The same, without access to its memory.
    net::ServerConnection* find_server_connection(std::uint64_t number) const {
        const auto found = connections_.find(number);
        return found == connections_.end() ? nullptr : found->second;
    }

private:
    std::unordered_map<std::uint64_t, net::ServerConnection*> connections_; // protocols are SocketConnections
    std::uint64_t last_ = 0;
};

} // namespace chatmock::transport
