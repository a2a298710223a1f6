// The WebSocket protocol of one connection, as bytes in and bytes out: no socket and no timer inside.
#pragma once

#include "engineio/http.hpp"
#include "engineio/packet.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::transport {

class WebSocket {
public:
    ~WebSocket();
    WebSocket(const WebSocket&) = delete;
    WebSocket& operator=(const WebSocket&) = delete;

    // `head` is the HTTP request that asked for it, to its blank line; `headers` go into the answer.
    void accept(const std::string& head, const engineio::Headers& headers);

    void receive(std::string_view bytes);

    // Sends an empty Close frame.
    void close();

    // What came of it, for the caller to take.
    std::vector<engineio::Message> take_messages();
    std::string take_output();

    // Once closed, by either side, nothing more is received or may be sent.
    bool is_closed() const;

    // How the peer broke the protocol; empty where it did not.
    std::string violation() const;

private:
    friend class WebSockets;
    struct Engine;
    explicit WebSocket(std::unique_ptr<Engine> engine);

    std::unique_ptr<Engine> engine_;
};

// Where they come from; outlives them.
class WebSockets {
public:
    // Messages larger than `message_bytes_max` break the protocol.
    explicit WebSockets(std::size_t message_bytes_max);
    ~WebSockets();

    // For those that open from now on.
    void set_message_bytes_max(std::size_t message_bytes_max) { message_bytes_max_ = message_bytes_max; }

    std::unique_ptr<WebSocket> open();

private:
    struct Endpoint;
    std::unique_ptr<Endpoint> endpoint_;
    std::size_t message_bytes_max_;
};

// One frame from a server: unmasked, so the same bytes for everyone.
std::shared_ptr<const std::string> frame_message(std::string_view payload, bool binary);

// A frame whose opcode is reserved (RFC 6455, section 5.2): who gets it has to fail the connection.
std::string broken_frame();

} // namespace chatmock::transport
