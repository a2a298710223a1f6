#include "engineio/packet.hpp"

#include "support/catch.hpp"

namespace chatmock::engineio {

TEST_CASE("A text packet is its type and its data", "[engineio]") {
    const auto packet = decode_packet("4hello");
    REQUIRE(packet);
    CHECK(packet->type == PacketType::message);
    CHECK_FALSE(packet->content.binary);
    CHECK(packet->content.data == "hello");
}

TEST_CASE("Every packet type is decoded from its digit", "[engineio]") {
    for (const auto type : {PacketType::open, PacketType::close, PacketType::ping, PacketType::pong,
                            PacketType::message, PacketType::upgrade, PacketType::noop}) {
        const auto packet = decode_packet(*share(type, "data"));
        REQUIRE(packet);
        CHECK(packet->type == type);
        CHECK(packet->content.data == "data");
    }
}

TEST_CASE("A base64 packet is a binary message", "[engineio]") {
    const auto packet = decode_packet("bAQIDBA==");
    REQUIRE(packet);
    CHECK(packet->type == PacketType::message);
    CHECK(packet->content.binary);
    CHECK(packet->content.data == "\x01\x02\x03\x04");
}

TEST_CASE("What has no known type is no packet", "[engineio]") {
    for (const auto* text : {"", "7", "abc", " 4", "-1", "b%", "b123456789", "\xff"}) {
        CAPTURE(text);
        CHECK_FALSE(decode_packet(text));
    }
}

TEST_CASE("A payload is its packets, in order", "[engineio]") {
    const auto packets = decode_payload("4a\x1e"
                                        "2\x1e"
                                        "bYg==");
    REQUIRE(packets);
    REQUIRE(packets->size() == 3);
    CHECK((*packets)[0].content.data == "a");
    CHECK((*packets)[1].type == PacketType::ping);
    CHECK((*packets)[2].content.data == "b");
}

TEST_CASE("A payload with one part that is no packet is none", "[engineio]") {
    for (const auto* body : {"", "abc", "4a\x1e",
                             "\x1e"
                             "4a",
                             "4a\x1e\x1e"
                             "4b",
                             "4a\x1e"
                             "7"}) {
        CAPTURE(body);
        CHECK_FALSE(decode_payload(body));
    }
}

TEST_CASE("A payload is encoded with a separator between packets", "[engineio]") {
    CHECK(encode_payload({share(PacketType::message, "a")}) == "4a");
    CHECK(encode_payload({share(PacketType::noop, ""), share(PacketType::close, "")}) == "6\x1e"
                                                                                         "1");
    CHECK(encode_payload({}).empty());
}

TEST_CASE("A payload that was encoded is decoded to the same packets", "[engineio]") {
    const auto packets = decode_payload(
        encode_payload({share(PacketType::message, R"(2["a","é€😀"])"), share(PacketType::pong, "probe")}));
    REQUIRE(packets);
    REQUIRE(packets->size() == 2);
    CHECK((*packets)[0].content.data == R"(2["a","é€😀"])");
    CHECK((*packets)[1].type == PacketType::pong);
    CHECK((*packets)[1].content.data == "probe");
}

} // namespace chatmock::engineio
