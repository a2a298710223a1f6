#include "socketio/client.hpp"

namespace chatmock::socketio {

namespace {

EventReceived event_of(Packet packet) {
    Json& list = *packet.data;
    EventReceived event;
    event.name = list[0].is_string() ? list[0].get<std::string>() : to_text(list[0]);
    list.erase(0);
    event.arguments = std::move(list);
    event.ack_id = packet.ack_id;
    return event;
}

} // namespace

Meaning Client::receive(const engineio::Message& message) {
    if (message.binary) return Broken{"a binary message came without a packet that announced it"};
    auto packet = decode_packet(message.data);
    if (!packet) return Broken{packet.error().message};
    return understand(std::move(*packet));
}

Meaning Client::understand(Packet packet) {
    const bool connected = packet.namespace_name == main_namespace && is_connected();
    if (packet.type == PacketType::connect) {
        if (connected) return Broken{"CONNECT came for a namespace that is connected"};
        return ConnectRequested{packet.namespace_name, packet.data.value_or(Json())};
    }
    if (!connected) return Broken{"a packet came for a namespace that is not connected"};
    switch (packet.type) {
        case PacketType::event:
            if (!packet.data) return Ignored{};
            return event_of(std::move(packet));
        case PacketType::disconnect: forget(); return Left{};
        case PacketType::binary_event:
        case PacketType::binary_ack: return Broken{"binary packets are not understood by this server"};
        default: return Ignored{}; // an acknowledgement that nobody asked for
    }
}

std::string Client::accept(std::string sid) {
    sid_ = std::move(sid);
    return encode_packet(PacketType::connect, main_namespace, to_text(Json{{"sid", sid_}}));
}

std::string Client::refuse(std::string_view namespace_name, std::string_view message) const {
    return encode_packet(PacketType::connect_error, namespace_name, to_text(Json{{"message", message}}));
}

std::string Client::disconnect() {
    forget();
    return encode_packet(PacketType::disconnect, main_namespace, "");
}

} // namespace chatmock::socketio
