#include "engineio/codec/polling_codec.hpp"

#include "support/catch.hpp"
#include "support/wire_text.hpp"

namespace chatmock::engineio {

namespace {

PollingCodec codec_of(Protocol protocol, std::string_view handshake = "", bool repair = false) {
    PollingCodec codec(protocol, repair);
    codec.settle(http::read_query(handshake));
    return codec;
}

const auto text = share(PacketType::message, "a");
const auto bytes = share_binary_message("\x01\x02");

http::Request post_of(std::string body, std::string content_type = "text/plain;charset=UTF-8") {
    http::Request request;
    request.body = std::move(body);
    request.content_type = std::move(content_type);
    return request;
}

// The content of a POST's only message.
std::string data_of(const PollingCodec& codec, const http::Request& post) {
    const auto payload = codec.decode(post);
    if (payload.broken || payload.packets.size() != 1) return "not one packet";
    return payload.packets[0].content.data;
}

// 1.x clients encode text in UTF-8, and their HTTP layer encodes it again; the length is that of the original
// text.
const std::string from_socketio_1 = "21:42[\"message\",\"\u00c3\u00a9\u00e2\u0082\u00ac\"]";

} // namespace

TEST_CASE("Base64 in lines is read from polls, and in the URL-safe alphabet", "[engineio]") {
    for (const auto* base64 : {"-_8", "-_8=", "+/8=", "-_8=\n", "-\r\n_8"}) {
        CAPTURE(base64);
        CHECK(data_of(codec_of(Protocol::v4), post_of(std::string("b") + base64)) == "\xfb\xff");
        const auto text = std::string("b4") + base64;
        CHECK(data_of(codec_of(Protocol::v3), post_of(std::to_string(text.size()) + ":" + text)) ==
              "\xfb\xff");
    }
}

TEST_CASE("Ill-formed UTF-8 in a POST is replaced, as in Node.js", "[engineio]") {
    CHECK(data_of(codec_of(Protocol::v4), post_of("4a\xff\xed\xa0\xbd")) == "a\ufffd\ufffd\ufffd\ufffd");
    CHECK(data_of(codec_of(Protocol::v3), post_of("3:4a\xe2\x82")) == "a\ufffd");
}

TEST_CASE("Polls are answered with uncached UTF-8 text", "[engineio]") {
    for (const auto protocol : {Protocol::v3, Protocol::v4}) {
        const auto response = codec_of(protocol).encode({text});
        CHECK(response.status == 200);
        CHECK(response.content_type == "text/plain; charset=UTF-8");
        CHECK(response.headers == http::Headers{{"Cache-Control", "no-store"}});
    }
}

TEST_CASE("Binary makes an octet stream in protocol 3 unless the handshake asked for base64", "[engineio]") {
    const std::vector<SharedPacket> packets = {text, bytes};
    CHECK(text_of(codec_of(Protocol::v3).encode(packets)) == "200 <00 02 ff 34 61 01 03 ff 04 01 02>");
    CHECK(text_of(codec_of(Protocol::v3, "b64=1").encode(packets)) == "200 2:4a6:b4AQI=");
    CHECK(text_of(codec_of(Protocol::v3, "b64=").encode({bytes})) == "200 <01 03 ff 04 01 02>");
    CHECK(text_of(codec_of(Protocol::v4).encode(packets)) == "200 4a|bAQI=");
    CHECK(codec_of(Protocol::v3, "b64=1").encode({bytes}).content_type == "text/plain; charset=UTF-8");
}

TEST_CASE("JSONP calls the client back, with binary in base64", "[engineio]") {
    CHECK(text_of(codec_of(Protocol::v3, "j=2").encode({text, bytes})) ==
          R"(200 ___eio[2]("2:4a6:b4AQI=");)");
    CHECK(text_of(codec_of(Protocol::v4, "j=2").encode({text, bytes})) ==
          R"(200 ___eio[2]("4a\u001ebAQI=");)");
    CHECK(codec_of(Protocol::v3, "j=2").encode({bytes}).content_type == "text/plain; charset=UTF-8");
}

TEST_CASE("Protocol 4 refuses octet streams, protocol 3 reads them", "[engineio]") {
    const auto post = post_of(std::string("\x01\x03\xff\x04\x01\x02", 6), "application/octet-stream");
    CHECK(codec_of(Protocol::v4).refuses(post));
    CHECK_FALSE(codec_of(Protocol::v3).refuses(post));
    CHECK_FALSE(codec_of(Protocol::v4).refuses(post_of("4a")));
    CHECK(data_of(codec_of(Protocol::v3), post) == "\x01\x02");
    CHECK(data_of(codec_of(Protocol::v3, "b64=1"), post) == "\x01\x02");
}

TEST_CASE("Text is read in either protocol, and with any other content type", "[engineio]") {
    for (const auto* content_type : {"", "text/plain", "application/octet-stream; charset=UTF-8"}) {
        CHECK(data_of(codec_of(Protocol::v3), post_of("2:4a", content_type)) == "a");
        CHECK(data_of(codec_of(Protocol::v4), post_of("4a", content_type)) == "a");
    }
    CHECK(data_of(codec_of(Protocol::v3), post_of("6:b4AQI=")) == "\x01\x02");
}

TEST_CASE("A JSONP form is read, and one without a payload says nothing", "[engineio]") {
    CHECK(data_of(codec_of(Protocol::v3, "j=0"), post_of("d=2%3A4a")) == "a");
    CHECK(data_of(codec_of(Protocol::v4, "j=0"), post_of("d=4a")) == "a");
    const auto payload = codec_of(Protocol::v4, "j=0").decode(post_of("e=4a"));
    CHECK(payload.packets.empty());
    CHECK_FALSE(payload.broken);
    CHECK(codec_of(Protocol::v4, "j=0").decode(post_of("d=")).broken);
}

TEST_CASE("Text that was encoded twice is repaired where that is asked for, in protocol 3", "[engineio]") {
    CHECK(data_of(codec_of(Protocol::v3, "", true), post_of(from_socketio_1)) ==
          "2[\"message\",\"\u00e9\u20ac\"]");
    CHECK(data_of(codec_of(Protocol::v3), post_of(from_socketio_1)) ==
          "2[\"message\",\"\u00c3\u00a9\u00e2\u0082\u00ac\"]");
    CHECK(data_of(codec_of(Protocol::v4, "", true), post_of("4\u00c3\u00a9")) == "\u00c3\u00a9");
}

TEST_CASE("Repair does not change text that was encoded once, binary and octet streams", "[engineio]") {
    const auto codec = codec_of(Protocol::v3, "", true);
    CHECK(data_of(codec, post_of("3:4\u00e9\u20ac")) == "\u00e9\u20ac");
    CHECK(data_of(codec, post_of("10:b4w4PCqQ==")) == "\u00c3\u00a9");
    CHECK(data_of(codec, post_of(std::string("\x00\x05\xff"
                                             "4\u00c3\u00a9",
                                             8),
                                 "application/octet-stream")) == "\u00c3\u00a9");
}

} // namespace chatmock::engineio
