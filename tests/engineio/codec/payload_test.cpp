#include "engineio/codec/payload.hpp"

#include "support/catch.hpp"
#include "support/wire_text.hpp"

#include <random>

namespace chatmock::engineio {

namespace {

enum class Mode { v4, v3_text, v3_octet_stream };

constexpr auto modes = {Mode::v4, Mode::v3_text, Mode::v3_octet_stream};

EncodedPayload encode(const std::vector<SharedPacket>& packets, Mode mode) {
    const auto protocol = mode == Mode::v4 ? Protocol::v4 : Protocol::v3;
    return encode_payload(packets, protocol, mode == Mode::v3_text);
}

DecodedPayload decode(std::string_view body, Mode mode) {
    if (mode == Mode::v3_octet_stream) return decode_octet_stream(body);
    return decode_payload(body, mode == Mode::v4 ? Protocol::v4 : Protocol::v3);
}

// The packets in order, and x where the payload is malformed: "4 a, 4<01>, x".
std::string read(std::string_view body, Mode mode) {
    const auto payload = decode(body, mode);
    std::string text;
    for (const auto& [type, content] : payload.packets) {
        if (!text.empty()) text += ", ";
        text += static_cast<char>(type) + (content.binary ? hex_of(content.data) : " " + content.data);
    }
    if (!payload.broken) return text;
    return text.empty() ? "x" : text + ", x";
}

std::string_view bytes_of(const char* bytes, std::size_t size) { return {bytes, size}; }

const auto hello = share(PacketType::message, "hello");
const auto noop = share(PacketType::noop, "");
const auto bytes = share_binary_message("\x01\x02\x03\x04");

// Packets of all kinds, with characters of one to four bytes, and a separator of each mode.
const std::vector<SharedPacket> mixture = {share(PacketType::message, "2[\"a\",\"\u00e9\u20ac\U0001f600\"]"),
                                           bytes,
                                           noop,
                                           share(PacketType::message, "12:4x"),
                                           share_binary_message(""),
                                           share_binary_message(std::string("\x1e\xff\x00:", 4))};
const std::string mixture_as_text =
    "4 2[\"a\",\"\u00e9\u20ac\U0001f600\"], 4<01 02 03 04>, 6 , 4 12:4x, 4<>, 4<1e ff 00 3a>";

} // namespace

TEST_CASE("A payload of protocol 4 has a separator between packets", "[engineio]") {
    CHECK(encode({hello}, Mode::v4).body == "4hello");
    CHECK(encode({noop, hello, bytes}, Mode::v4).body == "6\x1e"
                                                         "4hello\x1e"
                                                         "bAQIDBA==");
    CHECK(encode({}, Mode::v4).body.empty());
    CHECK_FALSE(encode({bytes}, Mode::v4).octet_stream);
}

TEST_CASE("A text payload of protocol 3 counts UTF-16 code units", "[engineio]") {
    CHECK(encode({hello, noop}, Mode::v3_text).body == "6:4hello1:6");
    CHECK(encode({bytes}, Mode::v3_text).body == "10:b4AQIDBA==");
    CHECK(encode({share(PacketType::message, "2[\"euro\",\"\u20ac\U0001f600\"]")}, Mode::v3_text).body ==
          "16:42[\"euro\",\"\u20ac\U0001f600\"]");
}

TEST_CASE("A text payload of protocol 3 escapes characters beyond ASCII in JSON only", "[engineio]") {
    const auto json = share_json_message("2[\"\u00e9\u20ac\U0001f600\"]");
    CHECK(encode({json}, Mode::v3_text).body == R"(30:42["\u00e9\u20ac\ud83d\ude00"])");
    CHECK(encode({json}, Mode::v4).body == "42[\"\u00e9\u20ac\U0001f600\"]");
    CHECK(encode({json, share_binary_message("")}, Mode::v3_octet_stream).body.find("\u00e9") !=
          std::string::npos);
}

TEST_CASE("An octet stream counts bytes, a digit a byte", "[engineio]") {
    const auto payload = encode({hello, bytes}, Mode::v3_octet_stream);
    CHECK(payload.octet_stream);
    CHECK(hex_of(payload.body) == "<00 06 ff 34 68 65 6c 6c 6f 01 05 ff 04 01 02 03 04>");
    const auto longer =
        encode({bytes, share(PacketType::message, "0123456789\u00e9")}, Mode::v3_octet_stream);
    CHECK(hex_of(longer.body).find("<01 05 ff 04 01 02 03 04 00 01 03 ff 34 30") == 0);
}

TEST_CASE("Protocol 3 sends text as long as there is nothing binary", "[engineio]") {
    CHECK_FALSE(encode({hello, noop}, Mode::v3_octet_stream).octet_stream);
    CHECK(encode({hello, noop}, Mode::v3_octet_stream).body == "6:4hello1:6");
}

TEST_CASE("A payload that was encoded is decoded to the same packets", "[engineio]") {
    for (const auto mode : modes) CHECK(read(encode(mixture, mode).body, mode) == mixture_as_text);
}

TEST_CASE("The real server's octet streams are read", "[engineio]") {
    const auto request = bytes_of("\x00\x04\x05\xff"
                                  "451-[\"message\",{\"_placeholder\":true,\"num\":0}]"
                                  "\x01\x05\xff\x04\x01\x02\x03\x04",
                                  4 + 45 + 8);
    CHECK(read(request, Mode::v3_octet_stream) ==
          R"(4 51-["message",{"_placeholder":true,"num":0}], 4<01 02 03 04>)");
    CHECK(read(bytes_of("\x00\x02\x01\xff"
                        "42[\"message\",\"\u00e9\u20ac\"]",
                        25),
               Mode::v3_octet_stream) == "4 2[\"message\",\"\u00e9\u20ac\"]");
}

TEST_CASE("A payload is read until its first invalid packet", "[engineio]") {
    CHECK(read("4a\x1e"
               "7\x1e"
               "4b",
               Mode::v4) == "4 a, x");
    CHECK(read("2:4a1:72:4b", Mode::v3_text) == "4 a, x");
    CHECK(read(bytes_of("\x00\x02\xff"
                        "4a"
                        "\x00\x01\xff"
                        "7"
                        "\x00\x01\xff"
                        "6",
                        13),
               Mode::v3_octet_stream) == "4 a, x");
}

TEST_CASE("Malformed payloads of protocol 4 are reported", "[engineio]") {
    for (const auto* body : {"", "abc",
                             "\x1e"
                             "4a",
                             "\x1e"})
        CHECK(read(body, Mode::v4) == "x");
    for (const auto* body : {"4a\x1e", "4a\x1e\x1e"
                                       "4b"})
        CHECK(read(body, Mode::v4) == "4 a, x");
}

TEST_CASE("Malformed text payloads of protocol 3 are reported", "[engineio]") {
    for (const auto* body :
         {"", "abc", "4a", ":4a", "2", "2:", "2:4", "-2:4a", "+2:4a", " 2:4a", "2.0:4a", "1e0:4", "0x2:4a",
          "99999999999999999999:4a", "0000000000002:4a", "1:a", "3:4\U0001f600"}) {
        CAPTURE(body);
        const bool cut_in_two = std::string_view(body) == "3:4\U0001f600";
        CHECK(read(body, Mode::v3_text) == (cut_in_two ? "4 \U0001f600" : "x"));
    }
    CHECK(read("2:4\U0001f600", Mode::v3_text) == "x");
    CHECK(read("2:4a2", Mode::v3_text) == "4 a, x");
}

TEST_CASE("An empty packet of protocol 3 says nothing, a length may have zeros before it", "[engineio]") {
    CHECK(read("0:", Mode::v3_text).empty());
    CHECK(read("0:02:4a0:", Mode::v3_text) == "4 a");
}

TEST_CASE("Malformed octet streams are reported; an empty one has no packets", "[engineio]") {
    CHECK(read("", Mode::v3_octet_stream).empty());
    for (const auto body : {bytes_of("\x00", 1), bytes_of("\x00\xff", 2), bytes_of("\x00\x01\xff", 3),
                            bytes_of("\x00\x00\xff", 3),
                            bytes_of("\x00\x0a\xff"
                                     "4",
                                     4),
                            bytes_of("\x00"
                                     "1"
                                     "\xff"
                                     "4",
                                     4),
                            bytes_of("\x00\x02\xff"
                                     "4",
                                     4),
                            bytes_of("\x00\x02\xff"
                                     "4\xe9",
                                     5)})
        CHECK(read(body, Mode::v3_octet_stream) == "x");
}

TEST_CASE("A digit of an octet stream's length is at most nine", "[engineio]") {
    CHECK(read(bytes_of("\x00\x09\xff"
                        "412345678",
                        12),
               Mode::v3_octet_stream) == "4 12345678");
    CHECK(read(bytes_of("\x00\x0a\xff"
                        "4123456789",
                        13),
               Mode::v3_octet_stream) == "x");
}

TEST_CASE("A payload that is cut anywhere begins as the whole does", "[engineio]") {
    for (const auto mode : modes) {
        const auto whole = encode(mixture, mode).body;
        for (std::size_t cut = 0; cut < whole.size(); ++cut) {
            auto packets = decode(std::string_view(whole).substr(0, cut), mode).packets;
            if (mode == Mode::v4 && !packets.empty()) packets.pop_back(); // the cut leaves no trace
            std::string text;
            for (const auto& [type, content] : packets)
                text += static_cast<char>(type) +
                        (content.binary ? hex_of(content.data) : " " + content.data) + ", ";
            CHECK((mixture_as_text + ", ").find(text) == 0);
        }
    }
}

TEST_CASE("A payload of protocol 3 that is cut within a packet is broken", "[engineio]") {
    for (const auto mode : {Mode::v3_text, Mode::v3_octet_stream}) {
        const auto whole = encode({hello, bytes}, mode).body;
        const auto first = encode({hello}, Mode::v3_text).body.size() + (mode == Mode::v3_text ? 0 : 1);
        for (std::size_t cut = 1; cut < whole.size(); ++cut)
            CHECK(decode(std::string_view(whole).substr(0, cut), mode).broken == (cut != first));
    }
}

TEST_CASE("Garbage never makes more packets than it has bytes", "[engineio]") {
    std::mt19937 random(1); // NOLINT(cert-msc51-cpp): the same garbage every time
    const std::string letters("0123456:b\x1e\xff\x00\x01\x02\xc3\xa9=A", 18);
    for (int round = 0; round < 20000; ++round) {
        std::string body;
        for (auto size = random() % 24; size > 0; --size) body += letters[random() % letters.size()];
        for (const auto mode : modes) CHECK(decode(body, mode).packets.size() <= body.size());
    }
}

} // namespace chatmock::engineio
