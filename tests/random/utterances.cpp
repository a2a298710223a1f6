#include "random/utterances.hpp"

#include "core/delivery/outgoing.hpp"

namespace chatmock::random {

namespace {

using engineio::PacketType;
using socketio::encode_text;
using Kind = socketio::PacketType;

Packets packet(PacketType type, std::string_view data = "") { return {engineio::share(type, data)}; }

Packets message(std::string_view text) { return {engineio::share_json_message(text)}; }

Packets heartbeat(const core::Connection& connection) {
    return packet(connection.session.protocol() == engineio::Protocol::v3 ? PacketType::ping
                                                                          : PacketType::pong);
}

Packets connect(Dice& dice, std::string_view namespace_name) {
    const auto* auth = dice.among({"", "", R"({"token":"x"})", R"({"a":[1,{"b":"é"}]})"});
    return message(encode_text(Kind::connect, namespace_name, std::nullopt, auth));
}

std::optional<std::uint64_t> maybe_ack_id(Dice& dice) {
    if (dice.percent(70)) return std::nullopt;
    return dice.below(5);
}

Packets event(Dice& dice, std::string_view namespace_name) {
    const auto* arguments =
        dice.among({R"(["message","hello"])", R"(["message",{"text":"späße 🎉","n":[1,2,3]}])",
                    R"(["message-with-ack",1,"2",{"3":false}])", R"(["typing"])", R"(["hello",{}])"});
    const auto ack_id = maybe_ack_id(dice);
    return message(encode_text(Kind::event, namespace_name, ack_id, arguments));
}

Packets binary(Dice& dice, Kind kind, std::string_view namespace_name, std::optional<std::uint64_t> ack_id) {
    Json list = Json::array();
    if (kind == Kind::event) list.push_back(dice.among({"message", "message-with-ack"}));
    const auto count = 1 + dice.below(3);
    for (std::uint64_t i = 0; i < count; ++i) {
        list.push_back(Json::binary(SharedBytes(random_bytes(dice, 20))));
    }
    return core::share(socketio::encode_packet(kind, namespace_name, ack_id, list));
}

// Mostly a requested one, and a recent one.
std::uint64_t some_ack_id(Dice& dice, const core::Connection& connection, std::string_view namespace_name) {
    auto client = connection.client; // a copy: its next id follows the requested ones
    const auto next = client.next_ack_id(namespace_name);
    if (next == 0 || dice.percent(5)) return dice.below(1000);
    return next - 1 - dice.below(std::min<std::uint64_t>(next, 4));
}

Packets acknowledgement(Dice& dice, const core::Connection& connection, std::string_view namespace_name) {
    const auto ack_id = some_ack_id(dice, connection, namespace_name);
    if (dice.percent(10)) return binary(dice, Kind::ack, namespace_name, ack_id);
    const auto* arguments = dice.among({"[]", R"(["seen"])", R"([{"at":1},null])"});
    return message(encode_text(Kind::ack, namespace_name, ack_id, arguments));
}

const char* namespace_to_join(Dice& dice, const core::Connection& connection) {
    const auto* name = dice.among({"/", "/", "/custom", "/unknown"});
    return connection.client.has_joined(name) ? "/unknown" : name;
}

Packets echoed(Dice& dice) {
    if (dice.percent(50)) return {engineio::share_binary_message(random_bytes(dice, 30))};
    return packet(PacketType::message, "hello");
}

} // namespace

Packets sensible(Dice& dice, const core::Connection& connection) {
    if (dice.percent(20)) return heartbeat(connection);
    if (connection.echoes) return echoed(dice);
    const auto& joined = connection.client.joined();
    if (joined.empty()) return connect(dice, namespace_to_join(dice, connection));
    const auto& name = dice.of(joined).first;
    switch (dice.weighted({50, 30, 10, 6, 2})) {
        case 0: return event(dice, name);
        case 1: return acknowledgement(dice, connection, name);
        case 2: return binary(dice, Kind::event, name, maybe_ack_id(dice));
        case 3: return connect(dice, namespace_to_join(dice, connection));
        default: return message(encode_text(Kind::disconnect, name, std::nullopt, ""));
    }
}

Packets senseless(Dice& dice, const core::Connection& connection) {
    const auto* name = dice.among({"/", "/custom", "/unknown", ""});
    switch (dice.below(9)) {
        case 0: return packet(PacketType::close);
        case 1: return packet(static_cast<PacketType>('0' + dice.below(7)), "probe");
        case 2: return connect(dice, name);
        case 3: return event(dice, name);
        case 4: return message(random_bytes(dice, 40));
        case 5: return {engineio::share_binary_message(random_bytes(dice, 40))};
        case 6: {
            auto packets = binary(dice, Kind::event, name, std::nullopt);
            packets.pop_back(); // the next message is not an attachment
            return packets;
        }
        case 7: {
            const auto* text = dice.among({R"(2["connect"])", "2", "2[]", "2{}", R"(4{"message":"no"})",
                                           "51-", R"(511-["a"])", R"(299999999999999999999["a"])",
                                           R"(51-["a",{"_placeholder":true,"num":7}])", "1{}", "3", "", "9"});
            return message(text);
        }
        default: {
            auto packets = sensible(dice, connection);
            for (auto& more : sensible(dice, connection)) packets.push_back(more);
            packets.push_back(engineio::share(PacketType::close, ""));
            return packets;
        }
    }
}

std::string random_bytes(Dice& dice, std::size_t length_max) {
    std::string bytes(dice.below(length_max + 1), '\0');
    for (char& byte : bytes) byte = static_cast<char>(dice.below(256));
    return bytes;
}

engineio::Message frame_of(const engineio::EncodedPacket& packet, engineio::Protocol protocol) {
    if (!packet.binary) return {false, packet.text};
    const bool typed = protocol == engineio::Protocol::v3;
    return {true, typed ? engineio::typed_bytes_of(packet.bytes) : packet.bytes};
}

} // namespace chatmock::random
