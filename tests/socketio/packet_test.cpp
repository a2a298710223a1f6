#include "socketio/packet.hpp"

#include "support/results.hpp"

namespace chatmock::socketio {

namespace {

Packet decoded(std::string_view text) { return expect_value(decode_packet(text, Sender::client)); }

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

TEST_CASE("A query after a namespace is removed only in protocol 4", "[socketio]") {
    CHECK(parts("0/custom?token=good,") == "0 0 /custom?token=good - -");
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

TEST_CASE("A text that breaks the grammar is not a packet", "[socketio]") {
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
        R"(511-["x"])",
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
        const auto error = expect_error(decode_packet(text, Sender::client));
        CHECK((error.code == ErrorCode::invalid_value || error.code == ErrorCode::malformed_json));
        CHECK_FALSE(error.message.empty());
    }
}

TEST_CASE("Names that Socket.IO reserves are not events", "[socketio]") {
    for (const auto* name :
         {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"}) {
        CAPTURE(name);
        expect_error(decode_packet("2[\"" + std::string(name) + "\"]", Sender::client));
    }
}

TEST_CASE("A packet is encoded without the main namespace", "[socketio]") {
    CHECK(encode_text(PacketType::connect, "/", std::nullopt, R"({"sid":"a"})") == R"(0{"sid":"a"})");
    CHECK(encode_text(PacketType::disconnect, "/", std::nullopt, "") == "1");
}

TEST_CASE("A packet is encoded with any other namespace", "[socketio]") {
    CHECK(encode_text(PacketType::connect_error, "/custom", std::nullopt, R"({"message":"no"})") ==
          R"(4/custom,{"message":"no"})");
    CHECK(encode_text(PacketType::ack, "/custom", 43, "[1]") == "3/custom,43[1]");
}

TEST_CASE("An encoded event is decoded to the same", "[socketio]") {
    const Json list = {"NewMessage", {{"content", "é€😀"}}};
    const auto encoded = encode_packet(PacketType::event, "/", std::nullopt, list);
    CHECK(encoded.text == R"(2["NewMessage",{"content":"é€😀"}])");
    CHECK(encoded.attachments.empty());
    CHECK(*decoded(encoded.text).data == list);
}

TEST_CASE("Bytes become placeholders and follow in order", "[socketio]") {
    const Json list = {"bin", Json::binary({1, 2, 3, 4}), {{"deep", {Json::binary({5})}}}};
    const auto encoded = encode_packet(PacketType::event, "/custom", 7, list);
    CHECK(encoded.text ==
          R"(52-/custom,7["bin",{"_placeholder":true,"num":0},{"deep":[{"_placeholder":true,"num":1}]}])");
    CHECK(encoded.attachments == std::vector<SharedBytes>{{1, 2, 3, 4}, {5}});
}

TEST_CASE("An acknowledgement with bytes is of the binary kind", "[socketio]") {
    CHECK(encode_packet(PacketType::ack, "/", 5, Json::array({Json::binary({1})})).text ==
          R"(61-5[{"_placeholder":true,"num":0}])");
}

TEST_CASE("Attachments replace their placeholders", "[socketio]") {
    const Json list = {"bin", Json::binary({1, 2}), "t", Json::binary({3})};
    const auto encoded = encode_packet(PacketType::event, "/", std::nullopt, list);
    auto data = *decoded(encoded.text).data;
    expect_success(attach(data, encoded.attachments));
    CHECK(data == list);
}

TEST_CASE("Placeholders of one attachment share its bytes, and are sent back as one", "[socketio]") {
    std::string text = R"(51-["x")";
    for (int i = 0; i < 30000; ++i) text += R"(,{"_placeholder":true,"num":0})";
    text += "]";
    auto data = *decoded(text).data;
    expect_success(attach(data, {SharedBytes(std::string(1000000, 'b'))}));
    CHECK(data[1].get_binary().shared() == data[30000].get_binary().shared());
    const auto encoded = encode_packet(PacketType::event, "/", std::nullopt, data);
    CHECK(encoded.text == text);
    CHECK(encoded.attachments == std::vector<SharedBytes>{data[1].get_binary()});
}

TEST_CASE("Equal bytes that were made apart are attachments of their own", "[socketio]") {
    const Json list = {"bin", Json::binary({1}), Json::binary({1})};
    CHECK(encode_packet(PacketType::event, "/", std::nullopt, list).attachments.size() == 2);
}

TEST_CASE("A placeholder without an attachment is reported", "[socketio]") {
    for (const auto* text : {R"([{"_placeholder":true,"num":1}])", R"([{"_placeholder":true,"num":-1}])",
                             R"([{"_placeholder":true,"num":"0"}])", R"([{"_placeholder":true}])"}) {
        CAPTURE(text);
        auto data = json_of(text);
        CHECK_FALSE(attach(data, {SharedBytes{1, 2}}));
    }
}

TEST_CASE("A client sends at most ten attachments", "[socketio]") {
    CHECK(decode_packet(R"(510-["x"])", Sender::client));
    CHECK_FALSE(decode_packet(R"(511-["x"])", Sender::client));
}

} // namespace chatmock::socketio
