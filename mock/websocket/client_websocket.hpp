// The WebSocket protocol from the side of who asked for it, as bytes in and bytes out: no socket and no timer
// inside. The other half of websocket.hpp.
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

    // `host` is the Host header, its port included. The request for the WebSocket is the first output.
    ClientWebSocket(const http::Request& request, const std::string& host, const http::Headers& headers);
    ~ClientWebSocket();
    ClientWebSocket(const ClientWebSocket&) = delete;
    ClientWebSocket& operator=(const ClientWebSocket&) = delete;

    void receive(std::string_view bytes);

    // The connection has ended: nothing more will come.
    void finish();

    // Once it is open.
    void send(std::string_view payload, bool binary);

    // Sends an empty Close frame.
    void close();

    // What came of it, for the caller to take.
    std::vector<engineio::Message> take_messages();
    std::string take_output();

    bool is_open() const;

    // Whether it was refused, or has been closed by either side: nothing more is received or may be sent.
    bool is_closed() const;

    // The answer that refused it; nothing where it was not answered so.
    std::optional<http::Response> refusal() const;

    // The Set-Cookie headers of the answer to its request, once it is there.
    http::Headers cookies() const;

    // Why it was closed; empty where there is no more to say.
    std::string detail() const;

private:
    struct Engine;
    std::unique_ptr<Engine> engine_;
};

} // namespace chatmock::websocket
