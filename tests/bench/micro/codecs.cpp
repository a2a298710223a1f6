// The codecs of Engine.IO and Socket.IO, which process every packet.
#include "micro/benchmark.hpp"

#include "engineio/codec/payload.hpp"
#include "engineio/message_codec.hpp"
#include "http/message.hpp"
#include "socketio/packet.hpp"
#include "support/repository.hpp"
#include "support/results.hpp"

namespace chatmock {

namespace {

using engineio::Protocol;

// An event's text: `["NewMessage",{...}]`.
std::string event_text() {
    const auto fixture = text_of_file(repository() / "fixtures/events/NewMessage/default.json");
    return to_text(Json::array({"NewMessage", json_of(fixture)}));
}

std::vector<engineio::SharedPacket> packets(std::size_t count) {
    const auto packet = engineio::share_json_message("2" + event_text());
    return std::vector<engineio::SharedPacket>(count, packet);
}

} // namespace

TEST_CASE("Socket.IO packets", "[codecs]") {
    const auto json = event_text();
    const auto text = socketio::encode_text(socketio::PacketType::event, "/", std::nullopt, json);
    REQUIRE(socketio::decode_packet(text, socketio::Sender::client));
    BENCHMARK("an event is encoded, its JSON ready") {
        return socketio::encode_text(socketio::PacketType::event, "/", std::nullopt, json);
    };
    BENCHMARK("an event is decoded") { return socketio::decode_packet(text, socketio::Sender::client); };
}

TEST_CASE("Engine.IO packets", "[codecs]") {
    const auto text = "42" + event_text();
    const engineio::MessageCodec frames(Protocol::v4);
    const auto packet = packets(1).front();
    BENCHMARK("a frame is encoded") { return frames.encode(1, packet, 0); };
    BENCHMARK("a frame is decoded") { return frames.decode({false, text}); };
}

TEST_CASE("Payloads of 100 packets", "[codecs]") {
    const auto burst = packets(100);
    for (const auto protocol : {Protocol::v3, Protocol::v4}) {
        const std::string name = protocol == Protocol::v3 ? "protocol 3" : "protocol 4";
        const auto body = engineio::encode_payload(burst, protocol, false).body;
        REQUIRE(engineio::decode_payload(body, protocol).packets.size() == burst.size());
        BENCHMARK(name + " is encoded") { return engineio::encode_payload(burst, protocol, false); };
        BENCHMARK(name + " is decoded") { return engineio::decode_payload(body, protocol); };
    }
}

TEST_CASE("Request targets", "[codecs]") {
    const std::string target =
        "/socket.io/?EIO=4&transport=polling&jwt_token=user-1&sid=68V81WwLprhT8tPgEbv7";
    BENCHMARK("a poll's is read") {
        http::Request request;
        http::read_target(target, request);
        return request;
    };
}

} // namespace chatmock
