// Serves a port's protocol over TCP: sockets, and accepting them. Nothing of the protocol is decided here.
#pragma once

#include "base/result.hpp"
#include "net/connection/server.hpp"
#include "runtime/asio_loop.hpp"

#include <functional>
#include <memory>
#include <string>

namespace chatmock::net {

class TcpServer {
public:
    // Makes the line that a connection uses from the line of its socket: the line itself, or TLS on it.
    using WrapLine = std::function<std::unique_ptr<Line>(std::unique_ptr<Line> line)>;

    // The loop and the port outlive this object, and all calls are on the loop's thread.
    TcpServer(runtime::AsioLoop& loop, const ServerSettings& settings, Port& port);
    ~TcpServer();

    // For later connections.
    void wrap_lines(WrapLine wrap);

    // Port 0 selects a free one. Returns the port; fails with `port_unavailable`.
    Result<int> listen(const std::string& host, int port);

    // Stops accepting. Calls `done` when all written bytes are sent, or after a short time.
    void drain(std::function<void()> done);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace chatmock::net
