// A line over a TCP socket.
#pragma once

#include "net/connection/line.hpp"
#include "net/readiness.hpp"
#include "net/socket.hpp"

#include <vector>

namespace chatmock::net {

class TcpLine final : public Line, private Watched {
public:
    // The readiness outlives this object.
    TcpLine(Socket socket, Readiness& readiness);
    ~TcpLine() override;
    TcpLine(const TcpLine&) = delete;
    TcpLine& operator=(const TcpLine&) = delete;

    // The reason if the system refuses to watch the socket: then no user is ever called.
    const std::error_code& watch_failure() const { return watch_failure_; }

    const Socket& socket() const { return socket_; }

    Moved send(const std::string_view* buffers, std::size_t count) override;
    bool is_sent_beside_others() const override { return true; }
    Moved receive(ByteSpan into) override;
    void shut_down() override;
    void close() override;
    void reset() override;
    void await_readable(std::shared_ptr<LineUser> user) override;
    void await_writable(std::shared_ptr<LineUser> user) override;
    void await_failure(std::shared_ptr<LineUser> user) override;
    std::string peer() const override;

private:
    void on_events(const SocketEvents& events) override;
    void ask_again_if(bool is_pending);

    Readiness& readiness_;
    Socket socket_;
    std::error_code watch_failure_;
    SocketEvents pending_; // reported, and not used up by send() and receive()
    std::shared_ptr<LineUser> reader_;
    std::vector<std::shared_ptr<LineUser>> writers_; // TLS waits for room to read, too
    std::shared_ptr<LineUser> failure_user_;
};

} // namespace chatmock::net
