#include "engineio/codec/payload.hpp"

#include "engineio/codec/unicode.hpp"

#include <algorithm>

namespace chatmock::engineio {

namespace {

constexpr char separator = '\x1e';
constexpr char length_end = ':';
constexpr char binary_length_end = '\xff';

enum class RecordKind : char { text = 0, binary = 1 };

// No payload can have a length with more digits.
constexpr std::size_t length_digits_max = 12;

std::size_t size_of(const std::vector<SharedPacket>& packets) {
    constexpr std::size_t overhead = 16; // of a packet in a payload, estimated
    std::size_t size = 0;
    for (const auto& packet : packets) size += packet->text.size() + packet->bytes.size() * 4 / 3 + overhead;
    return size;
}

void append_v4(const EncodedPacket& packet, std::string& body) {
    if (!body.empty()) body += separator;
    body += packet.binary ? base64_text_of(packet.bytes, Protocol::v4) : packet.text;
}

// Sends JSON as ASCII: clients of protocol 3 disagree on how to read other characters.
void append_v3_text(const EncodedPacket& packet, std::string& body) {
    const auto text = packet.binary      ? base64_text_of(packet.bytes, Protocol::v3)
                      : packet.escapable ? escape_to_ascii(packet.text)
                                         : packet.text;
    body += std::to_string(utf16_length(text));
    body += length_end;
    body += text;
}

void append_v3_record(const EncodedPacket& packet, std::string& body) {
    const auto content = packet.binary ? typed_bytes_of(packet.bytes) : packet.text;
    body += static_cast<char>(packet.binary ? RecordKind::binary : RecordKind::text);
    for (const char digit : std::to_string(content.size())) body += static_cast<char>(digit - '0');
    body += binary_length_end;
    body += content;
}

// Removes the number before `end` from the front of the body, and `end` with it. `zero` is the digit 0.
std::optional<std::size_t> take_length(std::string_view& body, char end, char zero) {
    const auto digits = body.substr(0, std::min(body.find(end), length_digits_max + 1));
    if (digits.empty() || digits.size() > length_digits_max || digits.size() == body.size())
        return std::nullopt;
    std::size_t length = 0;
    for (const char digit : digits) {
        if (digit < zero || digit > zero + 9) return std::nullopt;
        length = length * 10 + static_cast<std::size_t>(digit - zero);
    }
    body.remove_prefix(digits.size() + 1);
    return length;
}

std::optional<std::string_view> take_bytes(std::string_view& body, std::optional<std::size_t> bytes) {
    if (!bytes || *bytes > body.size()) return std::nullopt;
    const auto taken = body.substr(0, *bytes);
    body.remove_prefix(*bytes);
    return taken;
}

DecodedPayload decode_v4(std::string_view body) {
    DecodedPayload payload;
    for (;;) {
        const auto end = body.find(separator);
        auto packet = decode_text_packet(body.substr(0, end), Protocol::v4);
        if (!packet) break;
        payload.packets.push_back(std::move(*packet));
        if (end == std::string_view::npos) return payload;
        body.remove_prefix(end + 1);
    }
    payload.broken = true;
    return payload;
}

DecodedPayload decode_v3(std::string_view body) {
    DecodedPayload payload;
    payload.broken = body.empty();
    while (!body.empty() && !payload.broken) {
        const auto units = take_length(body, length_end, '0');
        const auto text = take_bytes(body, units ? bytes_of_utf16(body, *units) : std::nullopt);
        if (text == "") continue; // the reference implementation's payload without packets
        auto packet = text ? decode_text_packet(*text, Protocol::v3) : std::nullopt;
        payload.broken = !packet;
        if (packet) payload.packets.push_back(std::move(*packet));
    }
    return payload;
}

std::optional<Packet> decode_record(char kind, std::string_view content) {
    const bool is_text = kind == static_cast<char>(RecordKind::text);
    return is_text ? decode_text_packet(content, Protocol::v3) : decode_binary_packet(content, Protocol::v3);
}

} // namespace

EncodedPayload encode_payload(const std::vector<SharedPacket>& packets, Protocol protocol, bool base64) {
    const auto is_binary = [](const SharedPacket& packet) { return packet->binary; };
    const bool has_binary = std::any_of(packets.begin(), packets.end(), is_binary);
    EncodedPayload payload;
    payload.octet_stream = protocol == Protocol::v3 && has_binary && !base64;
    const auto append = protocol == Protocol::v4 ? append_v4
                        : payload.octet_stream   ? append_v3_record
                                                 : append_v3_text;
    payload.body.reserve(size_of(packets));
    for (const auto& packet : packets) append(*packet, payload.body);
    return payload;
}

DecodedPayload decode_payload(std::string_view body, Protocol protocol) {
    return protocol == Protocol::v4 ? decode_v4(body) : decode_v3(body);
}

DecodedPayload decode_octet_stream(std::string_view body) {
    DecodedPayload payload;
    while (!body.empty() && !payload.broken) {
        const char kind = body[0];
        body.remove_prefix(1);
        const auto content = take_bytes(body, take_length(body, binary_length_end, 0));
        auto packet = content ? decode_record(kind, *content) : std::nullopt;
        payload.broken = !packet;
        if (packet) payload.packets.push_back(std::move(*packet));
    }
    return payload;
}

} // namespace chatmock::engineio
