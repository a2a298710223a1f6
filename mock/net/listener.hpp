// Accepts the TCP connections of one port.
#pragma once

#include "base/result.hpp"
#include "net/socket.hpp"

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::net {

// Sends an HTTP 503 with this reason, and takes what the client has sent, so that closing does not reset the
// connection. The caller closes it.
void turn_away(const Socket& client, std::string_view why);

class Listener {
public:
    using Accepted = std::function<void(Socket socket)>; // the socket is non-blocking

    // `name` is the port's name in messages. The context outlives this object.
    Listener(asio::io_context& context, std::string name, Accepted accepted);

    // Listens on every address of the host that this machine has: localhost is 127.0.0.1 and ::1, and clients
    // try either. Port 0 selects a port that is free on all of them. Returns the port; fails with
    // `port_unavailable`. A port has one server: SO_REUSEPORT is off.
    Result<int> listen(const std::string& host, int port);

    // Logs why a client gets no connection, at most once a second.
    void warn(const asio::error_code& failure);

    void close();

private:
    using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type>;
    using Endpoints = std::vector<asio::ip::tcp::endpoint>;

    Endpoints resolve(const std::string& host, int port, asio::error_code& failure) const;
    asio::error_code open_all(Endpoints endpoints);
    asio::error_code open(const asio::ip::tcp::endpoint& endpoint, bool is_one_of_several);
    void wait(std::size_t acceptor);
    void accept_waiting(std::size_t acceptor);
    void pause(std::size_t acceptor);
    bool refuse_one(std::size_t acceptor);
    void hold_spare();

    asio::io_context& context_;
    std::string name_;
    Accepted accepted_;
    std::vector<Acceptor> acceptors_;
    std::vector<asio::steady_timer> pauses_; // one per acceptor
    Socket spare_; // its file descriptor is used to refuse a client when no other is left
    std::chrono::steady_clock::time_point warned_at_;
};

} // namespace chatmock::net
