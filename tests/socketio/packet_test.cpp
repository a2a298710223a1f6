#include "socketio/packet.hpp"

#include "support/results.hpp"

namespace chatmock::socketio {

namespace {

Packet decoded(std::string_view text) { return expect_value(decode_packet(text)); }

// The packet's parts as one line: type, attachments, namespace, acknowledgement id, data.
std::string parts(std::string_view text) {
    const auto packet = decoded(text);
    return std::string(1, static_cast<char>(packet.type)) + " " + std::to_string(packet.attachments) + " " +
           packet.namespace_name + " " + (packet.ack_id ? std::to_string(*packet.ack_id) : "-") + " " +
           (packet.data ? to_text(*packet.data) : "-");
}

} // namespace

TEST_CASE("A packet may be its type alone", "[socketio]") {
    CHECK(parts("0") == "0 0 / - -");
    CHECK(parts("1") == "1 0 / - -");
    CHECK(parts("2") == "2 0 / - -");
}

TEST_CASE("An event is a list that starts with its name", "[socketio]") {
    CHECK(parts(R"(2["typing",{"group_id":7}])") == R"(2 0 / - ["typing",{"group_id":7}])");
    CHECK(parts(R"(2["error"])") == R"(2 0 / - ["error"])");
    CHECK(parts("2[1,2]") == "2 0 / - [1,2]");
}

TEST_CASE("An acknowledgement id stands before the data", "[socketio]") {
    CHECK(parts(R"(27["typing"])") == R"(2 0 / 7 ["typing"])");
    CHECK(parts(R"(20["typing"])") == R"(2 0 / 0 ["typing"])");
    CHECK(parts("218446744073709551615[\"a\"]") == "2 0 / 18446744073709551615 [\"a\"]");
    CHECK(parts("31[]") == "3 0 / 1 []");
}

TEST_CASE("A namespace ends at a comma or with the packet", "[socketio]") {
    CHECK(parts("0/custom,") == "0 0 /custom - -");
    CHECK(parts("0/custom") == "0 0 /custom - -");
    CHECK(parts("1/custom") == "1 0 /custom - -");
    CHECK(parts(R"(2/custom,5["a"])") == R"(2 0 /custom 5 ["a"])");
    CHECK(parts("0/,") == "0 0 / - -");
}

TEST_CASE("The query behind a namespace is left off", "[socketio]") {
    CHECK(parts("0/custom?token=good,") == "0 0 /custom - -");
}

TEST_CASE("A connect may carry an object", "[socketio]") {
    CHECK(parts(R"(0{"token":"x"})") == R"(0 0 / - {"token":"x"})");
    CHECK(parts(R"(0/custom,{"token":"x"})") == R"(0 0 /custom - {"token":"x"})");
}

TEST_CASE("A binary packet states its number of attachments", "[socketio]") {
    CHECK(parts(R"(51-["file",{"_placeholder":true,"num":0}])") ==
          R"(5 1 / - ["file",{"_placeholder":true,"num":0}])");
    CHECK(parts("62-/custom,3[]") == "6 2 /custom 3 []");
}

TEST_CASE("What breaks the grammar is no packet", "[socketio]") {
    const auto broken = {
        "",
        "9",
        "7[]",
        "a",
        "/custom",
        R"(2{})",
        "2[]",
        "2null",
        "2[null]",
        "2[{}]",
        R"(2abc["x"])",
        "2[\"a\"",
        R"(5["x"])",
        R"(50-["x"])",
        R"(5-["x"])",
        R"(51["x"])",
        "51-",
        "51-[]",
        R"(511)",
        "4",
        R"(4{"message":"no"})",
        "0[]",
        R"(0"x")",
        "0null",
        "1{}",
        "1[]",
        "3{}",
        "218446744073709551616[\"a\"]",
    };
    for (const auto* text : broken) {
        CAPTURE(text);
        const auto error = expect_error(decode_packet(text));
        CHECK((error.code == ErrorCode::invalid_value || error.code == ErrorCode::malformed_json));
        CHECK_FALSE(error.message.empty());
    }
}

TEST_CASE("The names that Socket.IO keeps for itself are no events", "[socketio]") {
    for (const auto* name :
         {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"}) {
        CAPTURE(name);
        expect_error(decode_packet("2[\"" + std::string(name) + "\"]"));
    }
}

TEST_CASE("A packet is encoded without the main namespace", "[socketio]") {
    CHECK(encode_packet(PacketType::connect, "/", R"({"sid":"a"})") == R"(0{"sid":"a"})");
    CHECK(encode_packet(PacketType::disconnect, "/", "") == "1");
}

TEST_CASE("A packet is encoded with any other namespace", "[socketio]") {
    CHECK(encode_packet(PacketType::connect_error, "/custom", R"({"message":"no"})") ==
          R"(4/custom,{"message":"no"})");
}

TEST_CASE("The arguments of an event are its name, escaped, and its payload as it is", "[socketio]") {
    CHECK(event_arguments("NewMessage", R"({"id":1})") == R"(["NewMessage",{"id":1}])");
    CHECK(event_arguments("a\"b", "null") == R"(["a\"b",null])");
}

TEST_CASE("An encoded event is decoded to the same", "[socketio]") {
    const auto text =
        encode_packet(PacketType::event, "/", event_arguments("NewMessage", R"({"content":"é€😀"})"));
    CHECK(to_text(*decoded(text).data) == R"(["NewMessage",{"content":"é€😀"}])");
}

} // namespace chatmock::socketio
