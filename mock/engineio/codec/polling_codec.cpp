#include "engineio/codec/polling_codec.hpp"

#include "base/text/utf8.hpp"
#include "engineio/codec/jsonp.hpp"
#include "engineio/codec/unicode.hpp"

namespace chatmock::engineio {

namespace {

constexpr std::string_view text_plain = "text/plain; charset=UTF-8";
constexpr std::string_view octet_stream = "application/octet-stream";

} // namespace

void PollingCodec::settle(const http::Query& handshake) {
    jsonp_ = jsonp_callback(handshake);
    base64_ = jsonp_ || !http::value_of(handshake, "b64").empty();
}

http::Response PollingCodec::encode(const std::vector<SharedPacket>& packets) const {
    auto payload = encode_payload(packets, protocol_, base64_);
    if (jsonp_) payload.body = encode_jsonp(*jsonp_, payload.body);
    return {200,
            std::string(payload.octet_stream ? octet_stream : text_plain),
            std::move(payload.body),
            {{"Cache-Control", "no-store"}}};
}

bool PollingCodec::refuses(const http::Request& post) const {
    return protocol_ == Protocol::v4 && post.content_type == octet_stream;
}

DecodedPayload PollingCodec::decode(const http::Request& post) const {
    if (post.content_type == octet_stream) return decode_octet_stream(post.body);
    if (!jsonp_) return decode_text(post.body);
    const auto payload = decode_jsonp(post.body);
    return payload ? decode_text(*payload) : DecodedPayload{};
}

// Replaces ill-formed UTF-8, as the reference server's body reader does.
DecodedPayload PollingCodec::decode_text(std::string_view body) const {
    const auto formed = is_utf8(body) ? std::string() : well_formed(body);
    auto payload = decode_payload(formed.empty() ? body : formed, protocol_);
    if (protocol_ != Protocol::v3 || !repair_) return payload;
    for (auto& [type, content] : payload.packets) {
        if (auto repaired = content.binary ? std::nullopt : undo_double_utf8(content.data))
            content.data = std::move(*repaired);
    }
    return payload;
}

} // namespace chatmock::engineio
