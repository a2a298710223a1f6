// One TCP connection to the socket port: HTTP requests one after the other, or a WebSocket.
#pragma once

#include "net/listener.hpp"
#include "runtime/loop.hpp"
#include "transport/http_connection.hpp"
#include "transport/outbox.hpp"
#include "websocket/server_websocket.hpp"

#include <asio/ip/tcp.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::transport {

class TcpConnection;

using net::TcpSocket;

// What the connections of one port share. The loop's thread alone uses it.
class ConnectionHost {
public:
    virtual ~ConnectionHost() = default;

    // A number for an exchange or a channel; perform() finds the connection by it until it is released.
    virtual std::uint64_t number(TcpConnection& connection) = 0;
    virtual void release(std::uint64_t number) = 0;

    // Calls flush() at the end of this turn of the loop.
    virtual void flush_later(TcpConnection& connection) = 0;

    // The connection has ended; it is destroyed soon, but not before the caller returns.
    virtual void forget(TcpConnection& connection) = 0;

    virtual void apply(core::Input input) = 0;

    // Makes it one of the buffers that count until they are written.
    virtual SharedBytes keep(std::string bytes) = 0;

    // Where a connection adds the receipts that are due; the world is told at the end of this turn.
    virtual std::vector<engineio::Receipt>& written() = 0;

    // Calls release_frames() soon, but not in this turn.
    virtual void release_frames_later(TcpConnection& connection) = 0;

    // What a connection keeps of requests and messages that are not complete was `before`, and is `after`.
    virtual void count_unfinished(std::size_t before, std::size_t after) = 0;

    // A client spoke another protocol than HTTP: `sent` says which, and what to do.
    virtual void tell_refusal(std::string_view sent, const std::string& remote_address) = 0;

    // What one read of one connection gives; nothing in it stays for the next.
    virtual std::string& receive_buffer() = 0;
};

class TcpConnection : public HttpHost, public std::enable_shared_from_this<TcpConnection> {
public:
    // A request's body or a message larger than `payload_bytes_max` is too large.
    TcpConnection(TcpSocket socket, const asio::ip::tcp::endpoint& peer, ConnectionHost& host,
                  std::size_t payload_bytes_max);
    ~TcpConnection() override;
    TcpConnection(const TcpConnection&) = delete;
    TcpConnection& operator=(const TcpConnection&) = delete;

    void start();

    // The world's effects.
    void respond(engineio::Respond effect);
    void accept_channel();
    void refuse_channel(const http::Response& response);
    void send_frame(SharedBytes frame, engineio::Receipt receipt);

    // The same, without waiting for flush() where nothing is to be written before. Fails where the connection
    // is lost: then the caller has to lose() it.
    bool send_at_once(const SharedBytes& frame, engineio::Receipt receipt);

    void confirm(engineio::Receipt receipt);
    void close_channel();
    void break_channel();

    // Ends the TCP connection with a reset; what was queued before may still leave.
    void reset() override;

    void flush();

    std::size_t bytes_to_write() const { return outbox_.bytes(); }
    bool is_writing() const { return !outbox_.empty(); }

    // What was held back behind the answer to a WebSocket's handshake leaves.
    void release_frames();

    // Ends what has gone on for too long.
    void end_if_overdue(SteadyTime now);

    // The client does not read what is written: ends it, and the world hears why.
    void overflow(const std::string& why, const std::string& code = "slow_reader");

    // What it keeps of requests and messages that are not complete.
    std::size_t unfinished_bytes() const { return unfinished_bytes_; }

    // All connections together keep too much of such: ends what this one sends.
    void refuse_unfinished();

    // Ends it at once; the world hears of what that costs.
    void lose() override;

private:
    std::uint64_t new_number() override;
    void release(std::uint64_t number) override;
    void apply(core::Input input) override;
    void upgrade(http::Request request) override;
    void write(std::string bytes, const std::vector<engineio::Receipt>& receipts) override;
    void finish() override;
    bool is_over() const final { return stage_ != Stage::open; }
    void take_requests_later() override;
    void tell_refusal(std::string_view sent) override;

    // The connection's way to its end: it only goes down this list. Once it is no longer open, nothing more
    // is read from it, but what is queued is still written. Then:
    enum class Stage : std::uint8_t {
        open,
        ending,    // this side is closed, and the peer is given time to close its own
        resetting, // it is reset, and waits for nobody
        lost,      // the socket is closed
    };

    void wait_readable();
    void wait_writable();
    void read();
    void received(asio::mutable_buffer bytes);
    bool is_answered() const;
    void peer_finished();
    void leave_requests();
    void take_frames(asio::mutable_buffer bytes);
    void push(std::string bytes, const std::vector<engineio::Receipt>& receipts = {});
    void schedule_flush();
    void end_after_writing(Stage stage);
    void lose_channel();
    void count_unfinished();

    // What each delivery touches is in front, side by side.
    ConnectionHost& host_;
    bool flush_scheduled_ = false;
    bool waits_writable_ = false;
    bool peer_finished_ = false; // nothing more will come
    bool accepted_ = false;      // the WebSocket's handshake was answered
    bool frames_held_ = false;   // until release_frames()
    Stage stage_ = Stage::open;
    Outbox outbox_;
    TcpSocket socket_;
    std::optional<engineio::ChannelId> channel_; // a WebSocket, from the request for it
    std::unique_ptr<websocket::ServerWebSocket> websocket_;
    std::size_t payload_bytes_max_;
    std::size_t unfinished_bytes_ = 0;
    std::unique_ptr<HttpConnection> http_; // until frames come
    SteadyTime ended_at_;                  // where it is ending
};

} // namespace chatmock::transport
