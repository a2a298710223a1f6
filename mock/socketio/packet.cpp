#include "socketio/packet.hpp"

#include "base/json/javascript_number.hpp"
#include "base/json/number.hpp"
#include "base/text/digits.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace chatmock::socketio {

namespace {

// Names that Socket.IO reserves: no event may have them.
constexpr std::array<std::string_view, 6> reserved_events = {
    "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"};

// The reference parser's limit.
constexpr std::size_t attachments_max = 10;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Error broken(std::string message) { return {ErrorCode::invalid_value, std::move(message)}; }

Result<void> take_attachments(std::string_view& text, Packet& packet) {
    if (!is_binary(packet.type)) return {};
    const auto count = take_number<std::uint64_t>(text);
    if (!count || *count == 0 || text.empty() || text[0] != '-') {
        return broken("expected the number of attachments and \"-\" after the type of a binary packet");
    }
    if (*count > attachments_max) {
        return broken("expected at most " + std::to_string(attachments_max) + " attachments, got " +
                      std::to_string(*count));
    }
    text.remove_prefix(1);
    packet.attachments = *count;
    return {};
}

// The namespace ends at a comma or the text's end.
void take_namespace(std::string_view& text, Packet& packet) {
    if (text.empty() || text[0] != '/') return;
    const auto end = text.find(',');
    packet.namespace_name = std::string(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
}

bool is_event_name(const Json& name) {
    if (is_number(name)) return true;
    if (!name.is_string()) return false;
    return !is_reserved_event(name.get_ref<const std::string&>());
}

Result<void> check_data(const Packet& packet, Sender sender) {
    const auto& data = packet.data;
    switch (packet.type) {
        case PacketType::connect:
            if (data && !data->is_object())
                return broken("expected an object as the payload of CONNECT, got another value");
            return {};
        case PacketType::disconnect:
            if (data) return broken("expected DISCONNECT without a payload, got one with a payload");
            return {};
        case PacketType::event:
        case PacketType::binary_event:
            if (!data && packet.type == PacketType::event) return {};
            if (!data || !data->is_array() || data->empty() || !is_event_name((*data)[0])) {
                return broken("expected a list as the payload of EVENT, beginning with an event name that "
                              "Socket.IO does not reserve");
            }
            return {};
        case PacketType::ack:
        case PacketType::binary_ack:
            if (data && !data->is_array())
                return broken("expected a list as the payload of ACK, got another value");
            return {};
        case PacketType::connect_error:
            if (sender == Sender::client)
                return broken("expected a packet that clients may send, got CONNECT_ERROR");
            if (data && is_number(*data))
                return broken("expected a payload of CONNECT_ERROR that is not a number, got a number");
            return {};
    }
    return {};
}

bool is_placeholder(const Json& value) {
    const auto mark = value.find("_placeholder");
    return mark != value.end() && mark->is_boolean() && mark->get<bool>();
}

// Moves the bytes out of values, and leaves placeholders.
class Detacher {
public:
    explicit Detacher(std::vector<SharedBytes>& attachments) : attachments_(attachments) {}

    void detach(Json& value) {
        if (is_bytes(value)) {
            const Json placeholder = {{"_placeholder", true}, {"num", number_of(value.get_binary())}};
            value = placeholder;
        } else if (value.is_structured()) {
            for (auto& member : value) detach(member);
        }
    }

private:
    std::size_t number_of(const SharedBytes& bytes) {
        const auto [known, is_new] = numbers_.emplace(bytes.shared(), attachments_.size());
        if (is_new) attachments_.push_back(bytes);
        return known->second;
    }

    std::vector<SharedBytes>& attachments_;
    std::map<std::shared_ptr<const std::string>, std::size_t> numbers_;
};

PacketType binary_kind_of(PacketType type) {
    if (type == PacketType::event) return PacketType::binary_event;
    if (type == PacketType::ack) return PacketType::binary_ack;
    return type;
}

} // namespace

bool is_reserved_event(std::string_view name) {
    return std::find(reserved_events.begin(), reserved_events.end(), name) != reserved_events.end();
}

bool is_binary(PacketType type) { return type == PacketType::binary_event || type == PacketType::binary_ack; }

Result<Packet> decode_packet(std::string_view text, Sender sender) {
    if (text.empty() || text[0] < '0' || text[0] > '6')
        return broken("expected a packet type from 0 to 6 at the start of a Socket.IO packet");
    Packet packet;
    packet.type = static_cast<PacketType>(text[0]);
    text.remove_prefix(1);
    if (auto taken = take_attachments(text, packet); !taken) return taken.error();
    take_namespace(text, packet);
    if (!text.empty() && is_digit(text[0])) {
        packet.ack_id = take_number<std::uint64_t>(text);
        if (!packet.ack_id)
            return broken("expected an acknowledgement id of at most 64 bits, got a larger one");
    }
    if (!text.empty()) {
        auto data = parse_json(text);
        if (!data) return data.error();
        if (sender == Sender::client) round_to_javascript(*data);
        packet.data = std::move(*data);
    }
    if (auto checked = check_data(packet, sender); !checked) return checked.error();
    return packet;
}

void drop_query(Packet& packet) {
    auto& name = packet.namespace_name;
    name.resize(std::min(name.find('?'), name.size()));
}

Result<void> attach(Json& data, const std::vector<SharedBytes>& attachments) {
    if (data.is_object() && is_placeholder(data)) {
        const auto number = data.find("num");
        const bool names_one = number != data.end() && number->is_number_unsigned() &&
                               number->get<std::uint64_t>() < attachments.size();
        if (!names_one) return broken("expected a placeholder with the number of an attachment, got another");
        data = Json::binary(attachments[number->get<std::uint64_t>()]);
    } else if (data.is_structured()) {
        for (auto& member : data) {
            if (auto attached = attach(member, attachments); !attached) return attached;
        }
    }
    return {};
}

Encoded encode_packet(PacketType type, std::string_view namespace_name, std::optional<std::uint64_t> ack_id,
                      Json data) {
    Encoded encoded;
    Detacher(encoded.attachments).detach(data);
    if (!encoded.attachments.empty()) type = binary_kind_of(type);
    encoded.text = encode_text(type, namespace_name, ack_id, to_text(data));
    if (!encoded.attachments.empty())
        encoded.text.insert(1, std::to_string(encoded.attachments.size()) + "-");
    return encoded;
}

std::string encode_text(PacketType type, std::string_view namespace_name, std::optional<std::uint64_t> ack_id,
                        std::string_view json) {
    std::string text;
    text.reserve(namespace_name.size() + json.size() + 24);
    text += static_cast<char>(type);
    if (namespace_name != main_namespace) {
        text += namespace_name;
        text += ',';
    }
    if (ack_id) text += std::to_string(*ack_id);
    text += json;
    return text;
}

} // namespace chatmock::socketio
