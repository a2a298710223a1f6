// The frames of one WebSocket, as bytes in and bytes out: no socket and no timer inside.
#pragma once

#include "engineio/packet.hpp"

#include <asio/buffer.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace chatmock::transport {

class WebSocket {
public:
    // Messages larger than `message_bytes_max` break the protocol.
    explicit WebSocket(std::size_t message_bytes_max);
    ~WebSocket();
    WebSocket(const WebSocket&) = delete;
    WebSocket& operator=(const WebSocket&) = delete;

    // The next whole message. `bytes` are what came; what was read of them is unmasked in its place and
    // taken from their front. Nothing when all are read, or once it is closed.
    std::optional<engineio::Message> next(asio::mutable_buffer& bytes);

    // Sends an empty Close frame.
    void close();

    // What is to be sent, for the caller to take.
    std::string take_output();

    // Once closed, by either side, nothing more is received or may be sent.
    bool is_closed() const;

    // What has come of a message that is not complete.
    std::size_t unfinished_bytes() const;

    // How the peer broke the protocol; empty where it did not.
    const std::string& violation() const;

private:
    struct Engine;

    std::unique_ptr<Engine> engine_;
};

// One frame from a server: unmasked, so the same bytes for everyone.
std::string frame_message(std::string_view payload, bool binary);

// A frame whose opcode is reserved (RFC 6455, section 5.2): who gets it has to fail the connection.
std::string broken_frame();

} // namespace chatmock::transport
