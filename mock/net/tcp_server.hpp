// Serves a protocol on a TCP port: sockets, accepting and timers. The protocol decides the bytes.
#pragma once

#include "base/result.hpp"
#include "net/protocol.hpp"
#include "runtime/loop.hpp"

#include <functional>
#include <memory>
#include <string>

namespace chatmock::net {

class TcpServer {
public:
    using MakeProtocol = std::function<std::unique_ptr<Protocol>(Connection& connection)>;

    // `name` is the port's name in messages. At most `connections_max` are open; further ones get a 503. The
    // loop outlives this object, and all calls are on its thread.
    TcpServer(runtime::Loop& loop, std::string name, std::size_t connections_max, MakeProtocol make_protocol);
    ~TcpServer();

    // Port 0 selects a free one. Returns the port; fails with `port_unavailable`.
    Result<int> listen(const std::string& host, int port);

    // Stops accepting. Calls `done` when all written bytes are sent, or after a short time.
    void drain(std::function<void()> done);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace chatmock::net
