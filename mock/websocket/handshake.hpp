// The server's side of the WebSocket handshake (RFC 6455, section 4.2), as values. Pure.
#pragma once

#include "http/head.hpp"
#include "http/message.hpp"

#include <string>

namespace chatmock::websocket {

// True if a request asks to switch protocols. HTTP/1.0 is allowed: some proxies send it.
bool asks_for_upgrade(const http::RequestHead& head);

// The reason to refuse a handshake; the text is empty if it is accepted.
struct HandshakeFault {
    std::string text;
    http::Headers headers; // of the refusal
};

HandshakeFault handshake_fault(const http::RequestHead& head);

// The answer that accepts the handshake, with the headers `extra`. Selects the first subprotocol that the
// client offers.
std::string encode_handshake(const http::RequestHead& head, const http::Headers& extra);

} // namespace chatmock::websocket
