// One connection to the socket port: HTTP requests in sequence, or a WebSocket. Pure.
#pragma once

#include "net/connection/server_connection.hpp"
#include "transport/http_connection.hpp"
#include "websocket/server_websocket.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::transport {

class SocketConnection;

using net::SharedBytes;

// The shared parts of one port's connections.
class ConnectionHost {
public:
    virtual ~ConnectionHost() = default;

    // Assigns a number to an exchange or a channel; perform() finds the connection by it until release().
    virtual std::uint64_t number(net::ServerConnection& connection) = 0;
    virtual void release(std::uint64_t number) = 0;

    // The settings of the request's sandbox.
    virtual core::SocketSettings settings_for(http::Request request) = 0;

    virtual void apply(core::Input input) = 0;

    // Makes a buffer that counts until it is written.
    virtual SharedBytes keep(std::string bytes) = 0;

    // The bytes of this connection's incomplete requests and messages changed.
    virtual void count_unfinished(std::size_t before, std::size_t after) = 0;
};

class SocketConnection : public net::Protocol, public HttpHost {
public:
    // Both outlive this object.
    SocketConnection(net::ServerConnection& connection, ConnectionHost& host);
    ~SocketConnection() override;
    SocketConnection(const SocketConnection&) = delete;
    SocketConnection& operator=(const SocketConnection&) = delete;

    void received(ByteSpan bytes, Instant now) override;
    void peer_finished(Instant now) override;
    void backlogged(std::size_t bytes) override;
    void woken(Instant now) override;
    void resumed(Instant now) override;
    void lost() override;

    // The world's effects.
    void respond(engineio::Respond effect);
    void accept_channel();
    void refuse_channel(const http::Response& response);
    void send_frame(const SharedBytes& frame, engineio::Receipt receipt);

    void confirm(engineio::Receipt receipt);
    void close_channel();
    void break_channel();

    // Ends the connection with a reset; queued bytes may still be sent.
    void reset() override;

    std::size_t bytes_to_write() const { return connection_.bytes_to_write(); }

    // Ends the connection, as the client does not read; the world gets the reason.
    void overflow(const std::string& why, const std::string& code = "slow_reader");

    // The memory of incomplete requests and messages.
    std::size_t unfinished_bytes() const { return unfinished_bytes_; }

    // Refuses the incomplete request or message, as all connections together hold too many bytes.
    void refuse_unfinished();

    // Ends the connection at once, and informs the world.
    void lose() override { connection_.lose(); }

private:
    std::uint64_t new_number() override;
    void release(std::uint64_t number) override;
    core::SocketSettings settings_for(http::Request request) override;
    void apply(core::Input input) override;
    void upgrade(http::Request request) override;
    void write(std::string bytes, const std::vector<engineio::Receipt>& receipts) override;
    void finish() override;
    bool is_over() const final { return over_; }
    void take_requests_later() override;
    void log_refusal(std::string_view sent) override;

    void release_frames();
    void end_if_overdue(Instant now);
    bool is_answered() const;
    void take_end();
    void leave_requests();
    void take_frames(ByteSpan bytes);
    void end();
    void lose_channel();
    void count_unfinished();
    void request_wake(Instant now);

    // Members that each delivery uses are first, side by side.
    net::ServerConnection& connection_;
    ConnectionHost& host_;
    bool over_ = false; // it reads nothing more, but still sends queued bytes
    bool lost_ = false;
    bool peer_finished_ = false;                 // no more bytes will arrive
    bool accepted_ = false;                      // the WebSocket's handshake was answered
    std::optional<engineio::ChannelId> channel_; // a WebSocket, from its request on
    std::unique_ptr<websocket::ServerWebSocket> websocket_;
    Milliseconds first_frame_delay_{0};
    std::optional<Instant> frames_held_until_;
    std::size_t unfinished_bytes_ = 0;
    std::unique_ptr<HttpConnection> http_; // until the first frame
    Instant ended_at_;                     // since it is over
};

} // namespace chatmock::transport
