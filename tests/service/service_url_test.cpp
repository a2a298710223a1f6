#include "service/service_url.hpp"

#include "support/results.hpp"

namespace chatmock::service {

namespace {

ServiceUrl url_of(const std::string& text) { return expect_value(parse_service_url(text)); }

} // namespace

TEST_CASE("The scheme says whether there is TLS, and which port is meant", "[transport]") {
    for (const auto* scheme : {"ws", "http"}) {
        const auto url = url_of(std::string(scheme) + "://chat.example");
        CHECK_FALSE(url.tls);
        CHECK(url.port == 80);
        CHECK(url.text() == "ws://chat.example/socket.io/");
    }
    for (const auto* scheme : {"wss", "https"}) {
        const auto url = url_of(std::string(scheme) + "://chat.example");
        CHECK(url.tls);
        CHECK(url.port == 443);
        CHECK(url.text() == "wss://chat.example/socket.io/");
    }
}

TEST_CASE("A URL has host, port, path and query", "[transport]") {
    const auto url = url_of("wss://chat.example:8443/chat/io/?jwt_token=a%20b&x=1#top");
    CHECK(url.host == "chat.example");
    CHECK(url.port == 8443);
    CHECK(url.path == "/chat/io/");
    CHECK(url.query == http::Query{{"jwt_token", "a b"}, {"x", "1"}});
    CHECK(url.authority() == "chat.example:8443");
    CHECK(url.text() == "wss://chat.example:8443/chat/io/");
}

TEST_CASE("The default path is Socket.IO's own", "[transport]") {
    for (const auto* text : {"ws://h", "ws://h/", "ws://h#top"}) CHECK(url_of(text).path == "/socket.io/");
    for (const auto* text : {"ws://h?a=b", "ws://h/?a=b"}) {
        CHECK(url_of(text).path == "/socket.io/");
        CHECK(url_of(text).query == http::Query{{"a", "b"}});
    }
    CHECK(url_of("ws://h/io").path == "/io");
}

TEST_CASE("The usual port is not said", "[transport]") {
    CHECK(url_of("ws://h:80").authority() == "h");
    CHECK(url_of("wss://h:443").authority() == "h");
    CHECK(url_of("ws://h:443").authority() == "h:443");
    CHECK(url_of("wss://h:80").authority() == "h:80");
    CHECK(url_of("ws://h:65535").port == 65535);
}

TEST_CASE("An IPv6 address stands in brackets", "[transport]") {
    const auto url = url_of("ws://[::1]:8090/x");
    CHECK(url.host == "::1");
    CHECK(url.port == 8090);
    CHECK(url.authority() == "[::1]:8090");
    CHECK(url_of("ws://[::1]").authority() == "[::1]");
}

TEST_CASE("An invalid URL is reported without its query", "[transport]") {
    for (const auto* text : {"",
                             "localhost:8090",
                             "ftp://h",
                             "ws:/h",
                             "ws://",
                             "ws:///x",
                             "ws://:80",
                             "ws://h:",
                             "ws://h:0",
                             "ws://h:-1",
                             "ws://h:65536",
                             "ws://h:80x",
                             "ws://h:99999999999",
                             "ws://user@h",
                             "ws://a b",
                             "ws://[::1",
                             "ws://[]",
                             "ws://[::1]x",
                             "ws://::1",
                             "ws://h/a b",
                             "ws://h/a\r\nX: y",
                             "ws://h\n"}) {
        CAPTURE(text);
        const auto error = expect_error(parse_service_url(text));
        CHECK(error.code == ErrorCode::invalid_value);
    }
    const auto error = expect_error(parse_service_url("ftp://h?jwt_token=secret"));
    CHECK(error.message.find("got \"ftp://h\"") != std::string::npos);
    CHECK(error.message.find("secret") == std::string::npos);
}

TEST_CASE("An invalid URL is reported without its password and query", "[transport]") {
    for (const auto* text : {"ws://user:secret@h", "ftp://h?email=secret@h", "ftp://h#secret@h"}) {
        const auto error = expect_error(parse_service_url(text));
        CAPTURE(text, error.message);
        CHECK(error.message.find("secret") == std::string::npos);
        CHECK(error.message.find("h\"") != std::string::npos);
    }
    CHECK(expect_error(parse_service_url("ftp://h?email=a@b")).message.find("@b") == std::string::npos);
}

} // namespace chatmock::service
