// The WebSocket handshake of the server's side (RFC 6455, section 4.2), as values. Pure.
#pragma once

#include "http/head.hpp"
#include "http/message.hpp"

#include <string>

namespace chatmock::websocket {

// Whether a request asks to leave HTTP. HTTP/1.0 may, too: a proxy that is set up so sends it.
bool asks_for_upgrade(const http::RequestHead& head);

// Why a WebSocket handshake is refused; no text where it is not.
struct HandshakeFault {
    std::string text;
    http::Headers headers; // of the refusal
};

HandshakeFault handshake_fault(const http::RequestHead& head);

// The answer that accepts; `extra` are further headers of it. Takes the first subprotocol that is offered.
std::string encode_handshake(const http::RequestHead& head, const http::Headers& extra);

} // namespace chatmock::websocket
