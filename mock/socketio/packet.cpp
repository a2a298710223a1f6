#include "socketio/packet.hpp"

#include <array>
#include <charconv>

namespace chatmock::socketio {

namespace {

// The names that Socket.IO keeps for itself: a client may not send them as events.
constexpr std::array<std::string_view, 6> reserved_events = {
    "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Error broken(std::string message) { return {ErrorCode::invalid_value, std::move(message)}; }

// Takes leading digits off `text`.
std::optional<std::uint64_t> take_number(std::string_view& text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

Result<void> take_attachments(std::string_view& text, Packet& packet) {
    if (packet.type != PacketType::binary_event && packet.type != PacketType::binary_ack) return {};
    const auto count = take_number(text);
    if (!count || *count == 0 || text.empty() || text[0] != '-') {
        return broken("a binary packet states its number of attachments, followed by \"-\"");
    }
    text.remove_prefix(1);
    packet.attachments = *count;
    return {};
}

// The namespace ends at a comma or with the text; a query behind it belongs to older clients.
void take_namespace(std::string_view& text, Packet& packet) {
    if (text.empty() || text[0] != '/') return;
    const auto end = text.find(',');
    const auto whole = text.substr(0, end);
    packet.namespace_name = std::string(whole.substr(0, whole.find('?')));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
}

bool is_event_name(const Json& name) {
    if (name.is_number()) return true;
    if (!name.is_string()) return false;
    const auto& text = name.get_ref<const std::string&>();
    for (const auto reserved : reserved_events) {
        if (text == reserved) return false;
    }
    return true;
}

Result<void> check_data(const Packet& packet) {
    const auto& data = packet.data;
    switch (packet.type) {
        case PacketType::connect:
            if (data && !data->is_object()) return broken("the payload of CONNECT is an object");
            return {};
        case PacketType::disconnect:
            if (data) return broken("DISCONNECT has no payload");
            return {};
        case PacketType::event:
        case PacketType::binary_event:
            if (!data && packet.type == PacketType::event) return {};
            if (!data || !data->is_array() || data->empty() || !is_event_name((*data)[0])) {
                return broken("the payload of EVENT is a list that starts with a name no one has reserved");
            }
            return {};
        case PacketType::ack:
        case PacketType::binary_ack:
            if (data && !data->is_array()) return broken("the payload of ACK is a list");
            return {};
        case PacketType::connect_error: return broken("a client sends no CONNECT_ERROR");
    }
    return {};
}

} // namespace

Result<Packet> decode_packet(std::string_view text) {
    if (text.empty() || text[0] < '0' || text[0] > '6')
        return broken("a Socket.IO packet starts with 0 to 6");
    Packet packet;
    packet.type = static_cast<PacketType>(text[0]);
    text.remove_prefix(1);
    if (auto taken = take_attachments(text, packet); !taken) return taken.error();
    take_namespace(text, packet);
    if (!text.empty() && is_digit(text[0])) {
        packet.ack_id = take_number(text);
        if (!packet.ack_id) return broken("the acknowledgement id is too large");
    }
    if (!text.empty()) {
        auto data = parse_json(text);
        if (!data) return data.error();
        packet.data = std::move(*data);
    }
    if (auto checked = check_data(packet); !checked) return checked.error();
    return packet;
}

std::string encode_packet(PacketType type, std::string_view namespace_name, std::string_view json) {
    std::string text;
    text.reserve(namespace_name.size() + json.size() + 2);
    text += static_cast<char>(type);
    if (namespace_name != main_namespace) {
        text += namespace_name;
        text += ',';
    }
    text += json;
    return text;
}

std::string event_arguments(std::string_view event, std::string_view payload) {
    std::string arguments = "[" + to_text(Json(event)) + ",";
    arguments += payload;
    arguments += ']';
    return arguments;
}

} // namespace chatmock::socketio
