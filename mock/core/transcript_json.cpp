#include "core/transcript_json.hpp"

#include "base/base64.hpp"
#include "base/seeded.hpp"
#include "core/reload.hpp"
#include "engineio/unicode.hpp"

#include <cstdio>

namespace chatmock::core {

namespace {

using engineio::HttpRequest;
using engineio::Receipt;

void set_text(Json& json, std::string_view name, const std::string& text) {
    if (!text.empty()) json[std::string(name)] = text_or_bytes(text);
}

// A name that is no UTF-8 is no name that anyone reads.
Json query_json(const engineio::Query& query) {
    Json json = Json::object();
    for (const auto& [name, value] : query) {
        if (engineio::is_utf8(name)) json[name] = text_or_bytes(value);
    }
    return json;
}

Json request_json(std::string_view type, const HttpRequest& request) {
    Json json = {{"type", type}, {"exchange", request.exchange}, {"method", request.method}};
    json["path"] = text_or_bytes(request.path);
    auto query = request.query;
    if (!engineio::value_of(query, token_parameter).empty()) query.erase(std::string(token_parameter));
    json["query"] = query_json(query);
    set_text(json, "remote_address", request.remote_address);
    set_text(json, "origin", request.origin);
    set_text(json, "content_type", request.content_type);
    set_text(json, "requested_method", request.requested_method);
    set_text(json, "requested_headers", request.requested_headers);
    set_text(json, "body", request.body);
    if (request.body_too_large) json["body_too_large"] = true;
    return json;
}

struct InputJson {
    Receipt receipts_before;

    Json operator()(const RequestBegun& input) const { return request_json("request_begun", input.request); }
    Json operator()(const RequestArrived& input) const { return request_json("request", input.request); }
    Json operator()(const ExchangeLost& input) const {
        return {{"type", "exchange_lost"}, {"exchange", input.exchange}};
    }
    Json operator()(const UpgradeArrived& input) const {
        Json json = request_json("upgrade", input.request);
        json["channel"] = input.channel;
        return json;
    }
    Json operator()(const FrameArrived& input) const {
        Json json = {{"type", "frame"}, {"channel", input.channel}};
        if (input.content.binary) json["binary"] = true;
        json["data"] = text_or_bytes(input.content.data);
        return json;
    }
    Json operator()(const ChannelViolated& input) const {
        return {
            {"type", "channel_violated"}, {"channel", input.channel}, {"what", text_or_bytes(input.what)}};
    }
    Json operator()(const ChannelLost& input) const {
        return {{"type", "channel_lost"}, {"channel", input.channel}};
    }
    Json operator()(const Written& input) const {
        Json receipts = Json::array();
        for (const auto receipt : input.receipts) {
            if (receipt > receipts_before) receipts.push_back(receipt - receipts_before);
        }
        return {{"type", "written"}, {"receipts", std::move(receipts)}};
    }
    Json operator()(const Called& input) const {
        const auto& http = *input.http;
        return {{"type", "call"},
                {"ticket", input.ticket},
                {"method", http.method},
                {"path", text_or_bytes(http.path)},
                {"query", query_json(http.query)},
                {"body", http.body}};
    }
    Json operator()(const GaveUp& input) const { return {{"type", "gave_up"}, {"ticket", input.ticket}}; }
    Json operator()(const Reloaded& input) const {
        Json json = {{"type", "reloaded"}};
        if (input.catalogue) json["catalogue"] = catalogue::to_json(*input.catalogue);
        if (input.profile) json["profile"] = input.profile->source;
        if (input.scenarios) json["scenarios"] = sources_of(*input.scenarios);
        json.update(report_of(input));
        return json;
    }
    Json operator()(const TimePassed&) const { return {{"type", "time_passed"}}; }
    Json operator()(const ShutDown&) const { return {{"type", "shut_down"}}; }
};

Json response_json(const engineio::HttpResponse& response) {
    Json json = {{"status", response.status}};
    set_text(json, "content_type", response.content_type);
    for (const auto& [name, value] : response.headers) json["headers"].push_back(name + ": " + value);
    set_text(json, "body", response.body);
    return json;
}

struct EffectJson {
    Receipt receipts_before;

    Json operator()(const engineio::Respond& effect) const {
        Json json = {{"type", "respond"}, {"exchange", effect.exchange}};
        json.update(response_json(effect.response));
        for (const auto receipt : effect.receipts) json["receipts"].push_back(receipt - receipts_before);
        if (effect.torn) json["torn"] = true;
        return json;
    }
    Json operator()(const engineio::DropExchange& effect) const {
        return {{"type", "drop"}, {"exchange", effect.exchange}};
    }
    Json operator()(const engineio::AcceptChannel& effect) const {
        return {{"type", "accept"}, {"channel", effect.channel}};
    }
    Json operator()(const engineio::RefuseChannel& effect) const {
        Json json = {{"type", "refuse"}, {"channel", effect.channel}};
        json.update(response_json(effect.response));
        return json;
    }
    Json operator()(const engineio::SendFrame& effect) const {
        Json json = {{"type", "frame"}, {"channels", Json::array({effect.channel})}};
        if (effect.binary) json["binary"] = true;
        json["data"] = text_or_bytes(*effect.payload);
        if (effect.receipt != 0) json["receipts"].push_back(effect.receipt - receipts_before);
        if (effect.torn) json["torn"] = true;
        return json;
    }
    Json operator()(const engineio::Broadcast& effect) const {
        const bool one = effect.payloads.size() == 1;
        Json json = {{"type", one ? "frame" : "frames"}, {"channels", effect.channels}};
        if (one) json["data"] = text_or_bytes(*effect.payloads.front());
        else
            for (const auto& payload : effect.payloads) json["data"].push_back(text_or_bytes(*payload));
        for (const auto receipt : effect.receipts) json["receipts"].push_back(receipt - receipts_before);
        return json;
    }
    Json operator()(const engineio::Confirm& effect) const {
        return {
            {"type", "confirm"}, {"channel", effect.channel}, {"receipt", effect.receipt - receipts_before}};
    }
    Json operator()(const engineio::CloseChannel& effect) const {
        return {{"type", "close"}, {"channel", effect.channel}};
    }
    Json operator()(const engineio::BreakChannel& effect) const {
        return {{"type", "break"}, {"channel", effect.channel}};
    }
    Json operator()(const engineio::DropChannel& effect) const {
        return {{"type", "drop"}, {"channel", effect.channel}};
    }
};

bool is_same_frame(const engineio::SendFrame* one, const engineio::SendFrame* other) {
    return one != nullptr && other != nullptr && one->payload == other->payload &&
           one->binary == other->binary && one->torn == other->torn &&
           (one->receipt != 0) == (other->receipt != 0);
}

// A large answer, such as the journal itself, by its hash.
Json body_or_digest(const Reply& reply) {
    constexpr std::size_t bytes_max = 2000;
    const auto text = without_signatures(text_of(reply)); // or a replay's would differ
    if (text.size() <= bytes_max) return {{"body", body_of(reply)}};
    return {{"bytes", text.size()}, {"hash", hash_text(text)}};
}

bool is_token_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

std::size_t end_of_part(const std::string& text, std::size_t at) {
    while (at < text.size() && is_token_character(text[at])) ++at;
    return at;
}

// header.payload.signature, where the header is an object and so begins with eyJ. The text stays as long as
// it was. Returns whether there was one.
bool blank_signatures(std::string& text) {
    constexpr std::string_view mark = "eyJ";
    bool found = false;
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
        const auto header_end = end_of_part(text, at);
        at = header_end;
        if (header_end == text.size() || text[header_end] != '.') continue;
        const auto payload_end = end_of_part(text, header_end + 1);
        at = payload_end;
        if (payload_end == text.size() || text[payload_end] != '.') continue;
        at = end_of_part(text, payload_end + 1);
        text.replace(payload_end + 1, at - payload_end - 1, at - payload_end - 1, '*');
        found = true;
    }
    return found;
}

} // namespace

Json text_or_bytes(std::string_view text) {
    if (engineio::is_utf8(text)) return Json(std::string(text));
    return {{"$binary", encode_base64(text)}};
}

Json input_json(const Input& input, Receipt receipts_before) {
    return std::visit(InputJson{receipts_before}, input);
}

Json effects_json(const std::vector<engineio::WireEffect>& effects, Receipt receipts_before) {
    Json list = Json::array();
    const engineio::SendFrame* previous = nullptr;
    for (const auto& effect : effects) {
        const auto* frame = std::get_if<engineio::SendFrame>(&effect);
        if (is_same_frame(previous, frame)) {
            list.back()["channels"].push_back(frame->channel);
            if (frame->receipt != 0) list.back()["receipts"].push_back(frame->receipt - receipts_before);
        } else {
            list.push_back(std::visit(EffectJson{receipts_before}, effect));
        }
        previous = frame;
    }
    return list;
}

Json answer_json(const Answer& answer) {
    Json json = {{"ticket", answer.ticket}};
    if (!answer.reply) {
        json.update(to_json(answer.reply.error()));
        return json;
    }
    json["status"] = answer.reply->status;
    json.update(body_or_digest(*answer.reply));
    return json;
}

std::string without_signatures(std::string json) {
    constexpr std::string_view mark = R"({"$binary":")";
    blank_signatures(json);
    for (auto at = json.find(mark); at != std::string::npos; at = json.find(mark, at)) {
        at += mark.size();
        const auto length = json.find('"', at) - at;
        auto bytes = decode_base64(std::string_view(json).substr(at, length));
        if (bytes && blank_signatures(*bytes)) json.replace(at, length, encode_base64(*bytes));
    }
    return json;
}

const HttpRequest* request_of(const Input& input) {
    if (const auto* begun = std::get_if<RequestBegun>(&input)) return &begun->request;
    if (const auto* request = std::get_if<RequestArrived>(&input)) return &request->request;
    if (const auto* upgrade = std::get_if<UpgradeArrived>(&input)) return &upgrade->request;
    return nullptr;
}

} // namespace chatmock::core
