#include "websocket/handshake.hpp"

#include "support/catch.hpp"

#include <string>
#include <variant>

namespace chatmock::websocket {

namespace {

// A request with an unusual version, method or headers.
http::RequestHead head(const std::string& headers = "", const std::string& line = "GET / HTTP/1.1",
                       const std::string& key = "dGhlIHNhbXBsZSBub25jZQ==",
                       const std::string& version = "13") {
    return std::get<http::RequestHead>(http::parse_head(
        line + "\r\nHost: localhost\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n" +
        "Sec-WebSocket-Version: " + version + "\r\nSec-WebSocket-Key: " + key + "\r\n" + headers + "\r\n"));
}

} // namespace

TEST_CASE("a WebSocket's handshake is answered as RFC 6455 has it", "[transport]") {
    CHECK(asks_for_upgrade(head()));
    CHECK(handshake_fault(head()).text.empty());
    CHECK(encode_handshake(head(), {}) == "HTTP/1.1 101 Switching Protocols\r\n"
                                          "Upgrade: websocket\r\n"
                                          "Connection: Upgrade\r\n"
                                          "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
    const auto answer =
        encode_handshake(head("Sec-WebSocket-Protocol: chat, mail\r\n"), {{"Vary", "Origin"}});
    CHECK(answer.find("\r\nSec-WebSocket-Protocol: chat\r\n") != std::string::npos);
    CHECK(answer.find("\r\nVary: Origin\r\n\r\n") != std::string::npos);
}

TEST_CASE("a proxy may ask for a WebSocket in HTTP/1.0", "[transport]") {
    const auto old = head("", "GET / HTTP/1.0");
    CHECK(asks_for_upgrade(old));
    CHECK(handshake_fault(old).text.empty());
    CHECK(encode_handshake(old, {}) == encode_handshake(head(), {}));
}

TEST_CASE("an invalid handshake is refused with its mistake", "[transport]") {
    const auto key_fault = "Missing or invalid Sec-WebSocket-Key header";
    CHECK(handshake_fault(head("", "POST / HTTP/1.1")).text == "Bad handshake method");
    CHECK(handshake_fault(head("", "GET / HTTP/1.1", "short")).text == key_fault);
    CHECK(handshake_fault(head("", "GET / HTTP/1.1", "dGhlIHNhbXBsZSBub25jZ===")).text == key_fault);
    CHECK(handshake_fault(head("", "GET / HTTP/1.1", "dGhlIHNhbXBsZSBub25j?Q==")).text == key_fault);
    const auto version = handshake_fault(head("", "GET / HTTP/1.1", "dGhlIHNhbXBsZSBub25jZQ==", "12"));
    CHECK(version.text == "Missing or invalid Sec-WebSocket-Version header");
    CHECK(handshake_fault(head("", "GET / HTTP/1.1", "dGhlIHNhbXBsZSBub25jZQ==", "8")).text.empty());
    CHECK(version.headers == http::Headers{{"Sec-WebSocket-Version", "13, 8"}});
    CHECK(handshake_fault(head("Sec-WebSocket-Protocol: a b\r\n")).text.empty()); // the first one is selected
    CHECK(handshake_fault(head("Sec-WebSocket-Protocol: (\r\n")).text ==
          "Invalid Sec-WebSocket-Protocol header");
    CHECK(handshake_fault(head("Upgrade: h2c\r\n")).text == "Invalid Upgrade header");
}

} // namespace chatmock::websocket
