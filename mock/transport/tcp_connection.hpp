// One TCP connection to the socket port: HTTP requests in sequence, or a WebSocket.
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

// The shared parts of one port's connections. Used only on the loop's thread.
class ConnectionHost {
public:
    virtual ~ConnectionHost() = default;

    // Assigns a number to an exchange or a channel; perform() finds the connection by it until release().
    virtual std::uint64_t number(TcpConnection& connection) = 0;
    virtual void release(std::uint64_t number) = 0;

    // Requests a call of flush() at the end of this turn of the loop.
    virtual void flush_later(TcpConnection& connection) = 0;

    // The connection has ended; it is destroyed soon, after the caller returns.
    virtual void forget(TcpConnection& connection) = 0;

    // The settings of the request's sandbox.
    virtual core::SocketSettings settings_for(http::Request request) = 0;

    virtual void apply(core::Input input) = 0;

    // Makes a buffer that counts until it is written.
    virtual SharedBytes keep(std::string bytes) = 0;

    // The list for due receipts; the world gets them at the end of this turn.
    virtual std::vector<engineio::Receipt>& written() = 0;

    // Requests a call of release_frames() after the delay, in a later turn.
    virtual void release_frames_later(TcpConnection& connection, Milliseconds delay) = 0;

    // The bytes of this connection's incomplete requests and messages changed.
    virtual void count_unfinished(std::size_t before, std::size_t after) = 0;

    // A client used another protocol than HTTP: `sent` names it and says what to do.
    virtual void log_refusal(std::string_view sent, const std::string& remote_address) = 0;

    // The shared buffer of reads; its content is valid until the next read.
    virtual std::string& receive_buffer() = 0;
};

class TcpConnection : public HttpHost, public std::enable_shared_from_this<TcpConnection> {
public:
    TcpConnection(TcpSocket socket, const asio::ip::tcp::endpoint& peer, ConnectionHost& host);
    ~TcpConnection() override;
    TcpConnection(const TcpConnection&) = delete;
    TcpConnection& operator=(const TcpConnection&) = delete;

    void start();

    // The world's effects.
    void respond(engineio::Respond effect);
    void accept_channel();
    void refuse_channel(const http::Response& response);
    void send_frame(SharedBytes frame, engineio::Receipt receipt);

    // Sends without waiting for flush(), if the queue is empty. On failure the connection is lost, and the
    // caller must call lose().
    bool send_at_once(const SharedBytes& frame, engineio::Receipt receipt);

    void confirm(engineio::Receipt receipt);
    void close_channel();
    void break_channel();

    // Ends the TCP connection with a reset; queued bytes may still be sent.
    void reset() override;

    void flush();

    std::size_t bytes_to_write() const { return outbox_.bytes(); }
    bool is_writing() const { return !outbox_.empty(); }

    // Sends the frames that were held after the handshake's answer.
    void release_frames();

    // Ends a request or an idle connection that takes too long.
    void end_if_overdue(SteadyTime now);

    // Ends the connection, as the client does not read; the world gets the reason.
    void overflow(const std::string& why, const std::string& code = "slow_reader");

    // The memory of incomplete requests and messages.
    std::size_t unfinished_bytes() const { return unfinished_bytes_; }

    // Refuses the incomplete request or message, as all connections together hold too many bytes.
    void refuse_unfinished();

    // Ends the connection at once, and informs the world.
    void lose() override;

private:
    std::uint64_t new_number() override;
    void release(std::uint64_t number) override;
    core::SocketSettings settings_for(http::Request request) override;
    void apply(core::Input input) override;
    void upgrade(http::Request request) override;
    void write(std::string bytes, const std::vector<engineio::Receipt>& receipts) override;
    void finish() override;
    bool is_over() const final { return stage_ != Stage::open; }
    void take_requests_later() override;
    void log_refusal(std::string_view sent) override;

    // The stages of the connection's end, in order. Once it is not open, it reads nothing more, but still
    // sends queued bytes. Then:
    enum class Stage : std::uint8_t {
        open,
        ending,    // this side is closed; the peer has time to close its side
        resetting, // it is reset, without waiting
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

    // Members that each delivery uses are first, side by side.
    ConnectionHost& host_;
    bool flush_scheduled_ = false;
    bool waits_writable_ = false;
    bool peer_finished_ = false; // no more bytes will arrive
    bool accepted_ = false;      // the WebSocket's handshake was answered
    bool frames_held_ = false;   // until release_frames()
    Stage stage_ = Stage::open;
    Outbox outbox_;
    TcpSocket socket_;
    std::optional<engineio::ChannelId> channel_; // a WebSocket, from its request on
    std::unique_ptr<websocket::ServerWebSocket> websocket_;
    Milliseconds first_frame_delay_{0};
    std::size_t unfinished_bytes_ = 0;
    std::unique_ptr<HttpConnection> http_; // until the first frame
    SteadyTime ended_at_;                  // start of the stage `ending`
};

} // namespace chatmock::transport
