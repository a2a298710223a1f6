// Accepts the TCP connections of one port.
#pragma once

#include "base/result.hpp"

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::net {

// Of the one thread that there is; it spares each connection the size of any executor.
using TcpSocket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;

// What messages call a peer.
std::string address_of(const asio::ip::tcp::endpoint& peer);

// Answers a client that finds no place with a 503 in HTTP, and closes. It has to be non-blocking.
void turn_away(TcpSocket client, std::string_view why);

class Listener {
public:
    using Accepted = std::function<void(TcpSocket socket, const asio::ip::tcp::endpoint& peer)>;

    // `name` is what messages call the port. The context outlives this.
    Listener(asio::io_context& context, std::string name, Accepted accepted);

    // On every address of the host that this machine has: localhost is 127.0.0.1 and ::1, and clients try
    // either. Port 0 takes one that is free on all of them. Answers with the port; fails with
    // `port_unavailable`. A port has one server: SO_REUSEPORT is off.
    Result<int> listen(const std::string& host, int port);

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
    void warn(const asio::error_code& failure);

    asio::io_context& context_;
    std::string name_;
    Accepted accepted_;
    std::vector<Acceptor> acceptors_;
    std::vector<asio::steady_timer> pauses_; // of each acceptor
    TcpSocket spare_; // its file descriptor serves to refuse a client when none is left
    std::chrono::steady_clock::time_point warned_at_;
};

} // namespace chatmock::net
