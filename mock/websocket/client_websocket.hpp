// The client's side of a WebSocket, as bytes in and bytes out: no socket and no timer inside. The other side
// is server_websocket.hpp.
#pragma once

#include "engineio/codec/packet.hpp"
#include "http/message.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::websocket {

class ClientWebSocket {
public:
    static constexpr std::size_t message_bytes_max = 64 * 1024 * 1024;

    // `host` is the Host header, with its port. The first output is the handshake request.
    ClientWebSocket(const http::Request& request, const std::string& host, const http::Headers& headers);
    ~ClientWebSocket();
    ClientWebSocket(const ClientWebSocket&) = delete;
    ClientWebSocket& operator=(const ClientWebSocket&) = delete;

    void receive(std::string_view bytes);

    // Call at the connection's end: no more bytes will arrive.
    void finish();

    // Precondition: it is open.
    void send(std::string_view payload, bool binary);

    // Sends an empty Close frame.
    void close();

    // Removes and returns the messages that were received.
    std::vector<engineio::Message> take_messages();
    std::string take_output();

    bool is_open() const;

    // True if it was refused, or closed by either side: it receives and sends nothing more.
    bool is_closed() const;

    // The answer that refused the handshake; empty if there is none.
    std::optional<http::Response> refusal() const;

    // The Set-Cookie headers of the handshake's answer, once it has arrived.
    http::Headers cookies() const;

    // The reason of the close; empty if none is known.
    std::string detail() const;

private:
    struct Engine;
    std::unique_ptr<Engine> engine_;
};

} // namespace chatmock::websocket
