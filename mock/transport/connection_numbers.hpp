// Finds connections by the number of an exchange or a channel.
#pragma once

#include <cstdint>
#include <unordered_map>

namespace chatmock::transport {

class TcpConnection;

class ConnectionNumbers {
public:
    // The number is unique for the life of the port.
    std::uint64_t add(TcpConnection& connection) {
        connections_[++last_] = &connection;
        return last_;
    }

    void remove(std::uint64_t number) { connections_.erase(number); }

    // Null if it was released.
    TcpConnection* find(std::uint64_t number) const {
        const auto found = connections_.find(number);
        return found == connections_.end() ? nullptr : found->second;
    }

private:
    std::unordered_map<std::uint64_t, TcpConnection*> connections_;
    std::uint64_t last_ = 0;
};

} // namespace chatmock::transport
