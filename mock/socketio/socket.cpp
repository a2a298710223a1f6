#include "socketio/socket.hpp"

namespace chatmock::socketio {

namespace {

// Protocol 5 sends {"message", "data"}, protocol 4 any value, mostly text.
Refused refusal_of(const Json& said) {
    if (said.is_string()) return {said.get<std::string>(), Json()};
    const auto message = said.is_object() ? said.find("message") : said.end();
    if (message == said.end() || !message->is_string()) return {to_text(said), Json()};
    const auto data = said.find("data");
    return {message->get<std::string>(), data == said.end() ? Json() : *data};
}

} // namespace

std::optional<std::string> Socket::connect() const {
    if (protocol_ == Protocol::v4 && namespace_name_ == main_namespace) return std::nullopt;
    const bool has_auth = protocol_ == Protocol::v5 && !auth_.is_null();
    return encode_text(PacketType::connect, namespace_name_, std::nullopt, has_auth ? to_text(auth_) : "");
}

std::string Socket::disconnect() const {
    return encode_text(PacketType::disconnect, namespace_name_, std::nullopt, "");
}

Socket::Meaning Socket::receive(const engineio::Message& message) {
    auto packet = assembler_.receive(message);
    if (!packet) return Broken{packet.error().message};
    if (!*packet) return Ignored{};
    if (protocol_ == Protocol::v4) drop_query(**packet);
    if ((*packet)->namespace_name != namespace_name_) return Ignored{};
    return understand(std::move(**packet));
}

Socket::Meaning Socket::understand(Packet packet) {
    switch (packet.type) {
        case PacketType::connect: {
            if (protocol_ == Protocol::v4) return Connected{"", Recovery::unknown};
            const bool has_sid =
                packet.data && packet.data->contains("sid") && (*packet.data)["sid"].is_string();
            if (!has_sid)
                return Broken{"expected CONNECT with a sid, got one without: "
                              "the server seems to speak Socket.IO 2"};
            const auto pid = packet.data->find("pid");
            const bool recovers = pid != packet.data->end() && pid->is_string();
            return Connected{(*packet.data)["sid"].get<std::string>(),
                             recovers ? Recovery::on : Recovery::off};
        }
        case PacketType::connect_error: return refusal_of(packet.data.value_or(Json::object()));
        case PacketType::event:
        case PacketType::binary_event:
            if (!packet.data) return Ignored{};
            return event_of(std::move(packet));
        case PacketType::disconnect: return Disconnected{};
        case PacketType::ack:
        case PacketType::binary_ack: return Ignored{};
    }
    return Ignored{};
}

} // namespace chatmock::socketio
