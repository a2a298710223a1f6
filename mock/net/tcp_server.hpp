// Serves a protocol on a TCP port: sockets, accepting and timers. What is said on a connection is decided
// elsewhere.
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

    // `name` is what messages call the port. At most `connections_max` are open; further ones get
    // a 503. The loop outlives this, and all runs on its thread.
    TcpServer(runtime::Loop& loop, std::string name, std::size_t connections_max, MakeProtocol make_protocol);
    ~TcpServer();

    // Port 0 takes a free one. Answers with the port; fails with `port_unavailable`.
    Result<int> listen(const std::string& host, int port);

    // Takes no further connections. Calls `done` when all that was written has left, or soon after.
    void drain(std::function<void()> done);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace chatmock::net
