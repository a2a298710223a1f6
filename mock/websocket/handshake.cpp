#include "websocket/handshake.hpp"

#include "base/text/ascii.hpp"
#include "base/text/base64.hpp"
#include "http/headers.hpp"

#include <websocketpp/sha1/sha1.hpp>

#include <string_view>

namespace chatmock::websocket {

namespace {

// True for 16 bytes in base64.
bool is_key(std::string_view text) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    return text.size() == 24 && text.find_first_not_of(digits) == 22 && text.substr(22) == "==";
}

// Version 8 differs only in the name of the Origin header.
bool is_version(std::string_view text) { return text == "13" || text == "8"; }

std::string first_subprotocol(const http::RequestHead& head) {
    const auto offered = http::value_of(head.headers, "Sec-WebSocket-Protocol");
    return offered.substr(0, offered.find_first_of(", \t"));
}

bool are_subprotocols(const http::RequestHead& head) {
    return http::count_of(head.headers, "Sec-WebSocket-Protocol") == 0 ||
           http::is_token(first_subprotocol(head));
}

std::string accept_of(const std::string& key) {
    const auto salted = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::string digest(20, '\0');
    websocketpp::sha1::calc(salted.data(), salted.size(), reinterpret_cast<unsigned char*>(digest.data()));
    return encode_base64(digest);
}

} // namespace

bool asks_for_upgrade(const http::RequestHead& head) {
    return http::count_of(head.headers, "Upgrade") > 0 && http::lists(head.headers, "Connection", "upgrade");
}

HandshakeFault handshake_fault(const http::RequestHead& head) {
    const auto& headers = head.headers;
    if (head.method != "GET") return {"Bad handshake method", {}};
    if (!equals_ignoring_case(http::value_of(headers, "Upgrade"), "websocket"))
        return {"Invalid Upgrade header", {}};
    if (!is_key(http::value_of(headers, "Sec-WebSocket-Key")))
        return {"Missing or invalid Sec-WebSocket-Key header", {}};
    if (!is_version(http::value_of(headers, "Sec-WebSocket-Version")))
        return {"Missing or invalid Sec-WebSocket-Version header", {{"Sec-WebSocket-Version", "13, 8"}}};
    if (!are_subprotocols(head)) return {"Invalid Sec-WebSocket-Protocol header", {}};
    return {};
}

std::string encode_handshake(const http::RequestHead& head, const http::Headers& extra) {
    auto text = "HTTP/1.1 101 Switching Protocols\r\n"
                "Upgrade: websocket\r\n"
                "Connection: Upgrade\r\n"
                "Sec-WebSocket-Accept: " +
                accept_of(http::value_of(head.headers, "Sec-WebSocket-Key")) + "\r\n";
    if (const auto subprotocol = first_subprotocol(head); !subprotocol.empty())
        text += "Sec-WebSocket-Protocol: " + subprotocol + "\r\n";
    for (const auto& [name, value] : extra) text += name + ": " + value + "\r\n";
    return text + "\r\n";
}

} // namespace chatmock::websocket
