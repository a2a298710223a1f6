#include "socketio/client.hpp"

#include "base/json/json_writer.hpp"

namespace chatmock::socketio {

namespace {

// Per namespace. Past it, the oldest is forgotten, and its answer counts as a stray one.
constexpr std::size_t unanswered_max = 10000;

} // namespace

Broken connected_twice() {
    return {"expected CONNECT for a namespace that is not connected, got it for one that is",
            "connected_twice"};
}

Meaning Client::receive(const engineio::Message& message) {
    auto packet = assembler_.receive(message);
    if (!packet) return Broken{packet.error().message};
    if (!*packet) return Ignored{};
    return understand(std::move(**packet));
}

Meaning Client::understand(Packet packet) {
    if (protocol_ == Protocol::v4) drop_query(packet);
    const bool joined = has_joined(packet.namespace_name);
    if (packet.type == PacketType::connect) {
        if (joined) return connected_twice();
        return ConnectRequested{packet.namespace_name, packet.data.value_or(Json())};
    }
    if (!joined)
        return Broken{"expected a packet for a connected namespace, got one for another", "not_connected"};
    switch (packet.type) {
        case PacketType::event:
        case PacketType::binary_event:
            if (!packet.data) return Ignored{};
            return event_of(std::move(packet));
        case PacketType::ack:
        case PacketType::binary_ack:
            if (!packet.ack_id) return Ignored{};
            return Acknowledged{packet.namespace_name, *packet.ack_id, packet.data.value_or(Json::array()),
                                !take_answer(packet.namespace_name, *packet.ack_id)};
        case PacketType::disconnect: return leave(packet.namespace_name);
        default: return Ignored{};
    }
}

std::string Client::visible_sid(std::string_view namespace_name, std::string sid,
                                std::string_view engine_sid) const {
    if (protocol_ == Protocol::v5) return sid;
    if (namespace_name == main_namespace) return std::string(engine_sid);
    return std::string(namespace_name) + "#" + std::string(engine_sid);
}

std::string Client::accept(const std::string& namespace_name, std::string_view sid, std::uint64_t member) {
    joined_.emplace(namespace_name, Joined{member});
    JsonWriter data;
    if (protocol_ == Protocol::v5) data.begin_object().member("sid", sid).end_object();
    return encode_text(PacketType::connect, namespace_name, std::nullopt, data.text());
}

// Protocol 4 sends one value, so data replaces the message.
std::string Client::refuse(std::string_view namespace_name, std::string_view message,
                           const Json& data) const {
    Json error = {{"message", message}};
    if (!data.is_null()) error["data"] = data;
    if (protocol_ == Protocol::v4) error = data.is_null() ? Json(message) : data;
    return encode_text(PacketType::connect_error, namespace_name, std::nullopt, to_text(error));
}

// The same form in both protocols, as the reference server sends it.
std::string Client::unknown_namespace(std::string_view namespace_name) const {
    const auto error = to_text(Json{{"message", "Invalid namespace"}});
    return encode_text(PacketType::connect_error, namespace_name, std::nullopt, error);
}

std::string Client::disconnect(std::string_view namespace_name) {
    forget(namespace_name);
    return encode_text(PacketType::disconnect, namespace_name, std::nullopt, "");
}

std::uint64_t Client::next_ack_id(std::string_view namespace_name) {
    auto& joined = joined_.find(namespace_name)->second;
    joined.unanswered.insert(joined.next_ack_id);
    if (joined.unanswered.size() > unanswered_max) joined.unanswered.erase(joined.unanswered.begin());
    return joined.next_ack_id++;
}

// True if an event requested it.
bool Client::take_answer(std::string_view namespace_name, std::uint64_t ack_id) {
    return joined_.find(namespace_name)->second.unanswered.erase(ack_id) == 1;
}

Left Client::leave(std::string_view namespace_name) {
    const auto found = joined_.find(namespace_name);
    const Left left{found->second.member};
    joined_.erase(found);
    return left;
}

void Client::forget(std::string_view namespace_name) {
    const auto found = joined_.find(namespace_name);
    if (found != joined_.end()) joined_.erase(found);
}

} // namespace chatmock::socketio
