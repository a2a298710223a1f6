#include "engineio/codec/packet.hpp"

#include "support/catch.hpp"
#include "support/wire_text.hpp"

namespace chatmock::engineio {

namespace {

constexpr auto protocols = {Protocol::v3, Protocol::v4};
constexpr auto types = {PacketType::open,    PacketType::close,   PacketType::ping, PacketType::pong,
                        PacketType::message, PacketType::upgrade, PacketType::noop};

// "message text:hello", "ping bytes:<01>", or "none".
std::string description_of(const std::optional<Packet>& packet) {
    if (!packet) return "none";
    const auto& [binary, data] = packet->content;
    return std::string(1, static_cast<char>(packet->type)) + (binary ? hex_of(data) : " " + data);
}

std::string from_text(std::string_view text, Protocol protocol) {
    return description_of(decode_text_packet(text, protocol));
}

std::string from_bytes(std::string_view bytes, Protocol protocol) {
    return description_of(decode_binary_packet(bytes, protocol));
}

} // namespace

TEST_CASE("A text packet is its type and its data", "[engineio]") {
    for (const auto protocol : protocols) {
        CHECK(from_text("4hello", protocol) == "4 hello");
        CHECK(from_text("2probe", protocol) == "2 probe");
        CHECK(from_text("6", protocol) == "6 ");
    }
}

TEST_CASE("Every packet type is written and read as its digit", "[engineio]") {
    for (const auto protocol : protocols) {
        for (const auto type : types) {
            const auto shared = share(type, "data");
            CHECK_FALSE(shared->binary);
            CHECK_FALSE(shared->escapable);
            CHECK(from_text(shared->text, protocol) == std::string(1, static_cast<char>(type)) + " data");
        }
    }
}

TEST_CASE("A message that is JSON may be escaped, bytes may not", "[engineio]") {
    const auto json = share_json_message("2[\"a\"]");
    CHECK(json->text == "42[\"a\"]");
    CHECK(json->escapable);
    CHECK_FALSE(json->binary);
    const auto bytes = share_binary_message("\x01\x02");
    CHECK(bytes->bytes == "\x01\x02");
    CHECK(bytes->binary);
    CHECK_FALSE(bytes->escapable);
}

TEST_CASE("Base64 in text is a binary message, and in protocol 3 names its type", "[engineio]") {
    CHECK(from_text("bAQIDBA==", Protocol::v4) == "4<01 02 03 04>");
    CHECK(from_text("b4AQIDBA==", Protocol::v3) == "4<01 02 03 04>");
    CHECK(from_text("b", Protocol::v4) == "4<>");
    CHECK(from_text("b4", Protocol::v3) == "4<>");
    CHECK(from_text("b2AQ==", Protocol::v3) == "2<01>");
}

TEST_CASE("Binary is a message, and in protocol 3 begins with its type", "[engineio]") {
    CHECK(from_bytes("\x04\x01\x02", Protocol::v4) == "4<04 01 02>");
    CHECK(from_bytes("\x04\x01\x02", Protocol::v3) == "4<01 02>");
    CHECK(from_bytes("\x02", Protocol::v3) == "2<>");
    CHECK(from_bytes("", Protocol::v4) == "4<>");
}

TEST_CASE("Binary of an unknown type says nothing", "[engineio]") {
    for (const auto* bytes : {"", "\x07", "4", "\xff", "\xd4"})
        CHECK(from_bytes(bytes, Protocol::v3)[0] == '6');
    for (const auto* text : {"b", "b7", "b9AA", "bAAAA"}) CHECK(from_text(text, Protocol::v3)[0] == '6');
}

TEST_CASE("A text of an unknown type is not a packet", "[engineio]") {
    for (const auto protocol : protocols) {
        for (const auto* text : {"", "7", "abc", " 4", "-1", "\xff", "B4", "4\xe9"}) {
            CAPTURE(text);
            CHECK(from_text(text, protocol) == "none");
        }
    }
}

TEST_CASE("Base64 is read as the reference servers read it, whatever stands in it", "[engineio]") {
    for (const auto* base64 : {"AQID", "AQID\n", "AQ\r\nID", "AQ ID", "AQIDB", "AQ%ID"}) {
        CAPTURE(base64);
        CHECK(from_text(std::string("b") + base64, Protocol::v4) == "4<01 02 03>");
        CHECK(from_text(std::string("b4") + base64, Protocol::v3) == "4<01 02 03>");
    }
}

TEST_CASE("A binary message that was written is read as the same bytes", "[engineio]") {
    std::string bytes;
    for (int i = 0; i < 256; ++i) {
        for (const auto protocol : protocols)
            CHECK(from_text(base64_text_of(bytes, protocol), protocol) == "4" + hex_of(bytes));
        CHECK(from_bytes(typed_bytes_of(bytes), Protocol::v3) == "4" + hex_of(bytes));
        bytes += static_cast<char>(i);
    }
}

} // namespace chatmock::engineio
