// The server's side of a WebSocket, as bytes in and bytes out: no socket and no timer inside.
#pragma once

#include "base/byte_span.hpp"
#include "engineio/codec/packet.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace chatmock::websocket {

class ServerWebSocket {
public:
    // A message larger than `message_bytes_max` is a protocol violation.
    explicit ServerWebSocket(std::size_t message_bytes_max);
    ~ServerWebSocket();
    ServerWebSocket(const ServerWebSocket&) = delete;
    ServerWebSocket& operator=(const ServerWebSocket&) = delete;

    // The next whole message. Unmasks `bytes` in place and removes the bytes that it read from their front.
    // Empty when all are read, or after the close.
    std::optional<engineio::Message> next(ByteSpan& bytes);

    // Sends an empty Close frame.
    void close();

    // Removes and returns the bytes to send.
    std::string take_output();

    // Once either side has closed it, it receives and sends nothing more.
    bool is_closed() const;

    // The received bytes of an incomplete message.
    std::size_t unfinished_bytes() const;

    // The peer's protocol violation; empty if there is none.
    const std::string& violation() const;

private:
    struct Engine;

    std::unique_ptr<Engine> engine_;
};

// One frame from a server: unmasked, so the same bytes for every client.
std::string frame_message(std::string_view payload, bool binary);

// A frame with a reserved opcode (RFC 6455, section 5.2): its receiver must fail the connection.
std::string broken_frame();

} // namespace chatmock::websocket
