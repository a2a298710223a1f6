// One accepted TCP connection: performs the actions of its protocol on a socket.
#pragma once

#include "net/listener.hpp"
#include "net/protocol.hpp"

#include <memory>
#include <string>

namespace chatmock::net {

class ServerConnection;

// The shared parts of one server's connections.
class ConnectionHost {
public:
    virtual ~ConnectionHost() = default;

    virtual Instant now() const = 0;

    // The shared buffer of reads; its content is valid until the next read.
    virtual std::string& receive_buffer() = 0;

    // Requests a call of wake_if_due() at that time.
    virtual void wake_at(Instant at) = 0;

    virtual void log_refusal(std::string_view sent, const std::string& address) = 0;

    // The connection has ended; it is destroyed soon, after the caller returns.
    virtual void forget(ServerConnection& connection) = 0;
};

class ServerConnection : public Connection, public std::enable_shared_from_this<ServerConnection> {
public:
    ServerConnection(TcpSocket socket, std::string address, ConnectionHost& host);

    void start(std::unique_ptr<Protocol> protocol);

    void write(std::string_view bytes) override;
    void finish() override;
    void reset() override;
    void log_refusal(std::string_view sent) override;
    void wake_at(std::optional<Instant> at) override;

    void wake_if_due(Instant now);
    std::optional<Instant> wakes_at() const { return wakes_at_; }
    bool is_writing() const { return !lost_ && sent_ < out_.size(); }

    // All ends pass here: closes the socket and informs the protocol.
    void lose();

private:
    void wait_readable();
    void wait_error();
    void read();
    void take_end();
    void act_later();
    void act();
    bool send();
    void forget_sent();
    void wait_writable();
    void linger();

    ConnectionHost& host_;
    TcpSocket socket_;
    std::string address_; // of the peer
    std::unique_ptr<Protocol> protocol_;
    std::string out_;
    std::size_t sent_ = 0; // of `out_`
    std::optional<Instant> wakes_at_;
    bool in_turn_ = false; // act() is called at the end of the turn
    bool act_scheduled_ = false;
    bool waits_readable_ = false;
    bool waits_writable_ = false;
    bool peer_finished_ = false;
    bool finishing_ = false; // closes when `out_` is sent
    bool lingering_ = false; // this side has finished, the peer has not
    bool resetting_ = false;
    bool undrained_ = false; // bytes were written since the last call of drained()
    bool lost_ = false;
};

} // namespace chatmock::net
