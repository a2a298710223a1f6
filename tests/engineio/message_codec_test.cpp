#include "engineio/message_codec.hpp"

#include "support/catch.hpp"
#include "support/wire_text.hpp"

namespace chatmock::engineio {

namespace {

MessageCodec codec_of(Protocol protocol, std::string_view query = "") {
    MessageCodec codec(protocol);
    codec.settle(http::read_query(query));
    return codec;
}

std::string frame(const MessageCodec& codec, const SharedPacket& packet) {
    return WireText{}(codec.encode(1, packet, 0));
}

const auto bytes = share_binary_message("\x01\x02\x03\x04");

} // namespace

TEST_CASE("A text packet is a text frame, whatever it holds", "[engineio]") {
    for (const auto protocol : {Protocol::v3, Protocol::v4}) {
        CHECK(frame(codec_of(protocol), share(PacketType::message, "a")) == "frame 1: 4a");
        CHECK(frame(codec_of(protocol, "b64=1"), share_json_message("\u20ac")) == "frame 1: 4\u20ac");
    }
}

TEST_CASE("A binary message is a binary frame, in protocol 3 with its type", "[engineio]") {
    CHECK(frame(codec_of(Protocol::v4), bytes) == "frame 1: <01 02 03 04>");
    CHECK(frame(codec_of(Protocol::v3), bytes) == "frame 1: <04 01 02 03 04>");
}

TEST_CASE("A binary message is base64 where the WebSocket's request asks for it", "[engineio]") {
    CHECK(frame(codec_of(Protocol::v4, "b64=1"), bytes) == "frame 1: bAQIDBA==");
    CHECK(frame(codec_of(Protocol::v3, "b64=1"), bytes) == "frame 1: b4AQIDBA==");
    CHECK(frame(codec_of(Protocol::v3, "b64="), bytes) == "frame 1: <04 01 02 03 04>");
}

TEST_CASE("Frames of one packet share its payload", "[engineio]") {
    const auto text = share(PacketType::message, "a");
    const auto old = codec_of(Protocol::v3).encode(1, text, 0);
    const auto current = codec_of(Protocol::v4).encode(2, text, 0);
    CHECK(old.payload == current.payload);
    CHECK(codec_of(Protocol::v4).encode(1, bytes, 0).payload ==
          codec_of(Protocol::v4).encode(2, bytes, 0).payload);
}

TEST_CASE("A frame keeps its packet alive, and has its receipt", "[engineio]") {
    auto packet = share(PacketType::message, "a");
    const auto sent = codec_of(Protocol::v4).encode(1, packet, 7);
    packet.reset();
    CHECK(*sent.payload == "4a");
    CHECK(sent.receipt == 7);
}

TEST_CASE("A frame holds binary as it is or as base64 text", "[engineio]") {
    for (const auto& [protocol, frame] : {std::pair{Protocol::v4, Message{true, "\x01\x02"}},
                                          std::pair{Protocol::v4, Message{false, "bAQI="}},
                                          std::pair{Protocol::v3, Message{true, "\x04\x01\x02"}},
                                          std::pair{Protocol::v3, Message{false, "b4AQI="}}}) {
        const auto packet = codec_of(protocol).decode(frame);
        REQUIRE(packet);
        CHECK(packet->type == PacketType::message);
        CHECK(packet->content.binary);
        CHECK(packet->content.data == "\x01\x02");
    }
}

TEST_CASE("A text frame without a known type is not a packet", "[engineio]") {
    for (const auto protocol : {Protocol::v3, Protocol::v4}) {
        for (const auto* text : {"", "abc", "7"}) CHECK_FALSE(codec_of(protocol).decode({false, text}));
    }
}

} // namespace chatmock::engineio
