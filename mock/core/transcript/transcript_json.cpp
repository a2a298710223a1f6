#include "core/transcript/transcript_json.hpp"

#include "base/seeded.hpp"
#include "base/text/base64.hpp"
#include "base/text/utf8.hpp"
#include "http/headers.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

using engineio::Receipt;
using http::Request;

// Text as a string; if it is not UTF-8, as {"$binary":"BASE64"}.
void write_text(JsonWriter& out, std::string_view text) {
    if (is_utf8(text)) out.value(text);
    else out.begin_object().member("$binary", encode_base64(text)).end_object();
}

void write_text(JsonWriter& out, std::string_view name, std::string_view text) {
    write_text(out.name(name), text);
}

void write_if_any(JsonWriter& out, std::string_view name, std::string_view text) {
    if (!text.empty()) write_text(out, name, text);
}

bool has_place(const policy::TokenSources& sources, policy::TokenSource::Place place,
               const std::string& name) {
    return std::find(sources.begin(), sources.end(), policy::TokenSource{place, name}) != sources.end();
}

// Omits names that are not UTF-8, as no code reads them.
void write_query(JsonWriter& out, const http::Query& query) {
    out.name("query").begin_object();
    for (const auto& [name, value] : query)
        if (is_utf8(name)) write_text(out, name, value);
    out.end_object();
}

// The query of a client: omits also values of token sources, and hides other values that may be a token.
void write_query(JsonWriter& out, const http::Query& query, const policy::TokenSources& sources) {
    constexpr auto place = policy::TokenSource::Place::query;
    out.name("query").begin_object();
    for (const auto& [name, value] : query) {
        const bool is_omitted = !value.empty() && has_place(sources, place, name);
        const bool is_hidden = !value.empty() && policy::names_a_token(name);
        if (!is_omitted && is_utf8(name))
            write_text(out, name, is_hidden ? hidden_token : std::string_view(value));
    }
    out.end_object();
}

// Headers and cookies are not written, but a refusal names those that have something like a token.
void write_elsewhere(JsonWriter& out, const policy::TokenSources& elsewhere) {
    Json places = Json::array();
    for (const auto& source : elsewhere) {
        if (source.place != policy::TokenSource::Place::query) places.push_back(policy::name_of(source));
    }
    if (!places.empty()) out.member("tokens_elsewhere", places);
}

void write_request(JsonWriter& out, std::string_view type, const Request& request,
                   const policy::TokenSources& sources) {
    out.member("type", type).member("exchange", request.exchange).member("method", request.method);
    write_text(out, "path", request.path);
    write_query(out, request.query, sources);
    if (!request.headers.empty()) write_elsewhere(out, policy::tokens_elsewhere(sources, request));
    write_if_any(out, "remote_address", request.remote_address);
    write_if_any(out, "origin", request.origin);
    write_if_any(out, "content_type", request.content_type);
    write_if_any(out, "requested_method", request.requested_method);
    write_if_any(out, "requested_headers", request.requested_headers);
    write_if_any(out, "if_none_match", http::value_of(request.headers, "if-none-match"));
    write_if_any(out, "body", request.body);
    if (request.body_too_large) out.member("body_too_large", true);
}

// Without the keys of a profile: their placeholders are enough to run it again.
Json shown_body(const Called& input) {
    Json body = input.http->body;
    if (const auto* set = std::get_if<SetProfile>(&input.command); set != nullptr && set->profile->keys)
        body["jwt"] = set->profile->keys->source();
    if (const auto* patch = std::get_if<PatchProfile>(&input.command); patch != nullptr && patch->keys)
        body["jwt"] = patch->keys->source();
    return body;
}

// Writes the members of an input.
struct InputWriter {
    JsonWriter& out;
    const policy::TokenSources& sources;
    Receipt receipts_before;

    void operator()(const RequestBegun& input) const {
        write_request(out, "request_begun", input.request, sources);
    }
    void operator()(const RequestArrived& input) const {
        write_request(out, "request", input.request, sources);
    }
    void operator()(const ExchangeLost& input) const {
        out.member("type", "exchange_lost").member("exchange", input.exchange);
    }
    void operator()(const UpgradeArrived& input) const {
        write_request(out, "upgrade", input.request, sources);
        out.member("channel", input.channel);
    }
    void operator()(const FrameArrived& input) const {
        out.member("type", "frame").member("channel", input.channel);
        if (input.content.binary) out.member("binary", true);
        write_text(out, "data", input.content.data);
    }
    void operator()(const ChannelViolated& input) const {
        out.member("type", "channel_violated").member("channel", input.channel);
        write_text(out, "what", input.what);
        out.member("code", input.code);
    }
    void operator()(const ChannelLost& input) const {
        out.member("type", "channel_lost").member("channel", input.channel);
    }
    void operator()(const Written& input) const {
        out.member("type", "written").name("receipts").begin_array();
        for (const auto receipt : input.receipts) {
            if (receipt > receipts_before) out.value(receipt - receipts_before);
        }
        out.end_array();
    }
    void operator()(const Called& input) const {
        const auto& http = *input.http;
        out.member("type", "call").member("ticket", input.ticket).member("method", http.method);
        write_text(out, "path", http.path);
        write_query(out, http.query);
        out.member("body", shown_body(input));
    }
    void operator()(const GaveUp& input) const {
        out.member("type", "gave_up").member("ticket", input.ticket);
    }
    void operator()(const Withdrawn& input) const {
        out.member("type", "withdrawn").member("ticket", input.ticket);
    }
    void operator()(const Reloaded& input) const {
        out.member("type", "reloaded");
        if (input.catalogue) out.member("catalogue", catalogue::to_json(*input.catalogue));
        if (input.profile) out.member("profile", input.profile->source);
        if (input.scenarios) out.member("scenarios", sources_of(*input.scenarios));
        out.members(report_of(input));
    }
    void operator()(const TimePassed&) const { out.member("type", "time_passed"); }
    void operator()(const ShutDown&) const { out.member("type", "shut_down"); }
    void operator()(const ClientRefused& input) const {
        out.member("type", "client_refused").member("transport", engineio::name_of(input.transport));
        out.member("number", input.number).member("status", input.status);
        write_text(out, "message", input.message);
    }
};

void write_response(JsonWriter& out, const http::Response& response) {
    out.member("status", response.status);
    write_if_any(out, "content_type", response.content_type);
    if (!response.headers.empty()) {
        out.name("headers").begin_array();
        for (const auto& [name, value] : response.headers)
            out.value(std::string(name).append(": ").append(value));
        out.end_array();
    }
    write_if_any(out, "file", response.file);
    write_if_any(out, "body", response.body);
}

// Writes an effect; frames with the same payload share one entry.
struct EffectWriter {
    JsonWriter& out;
    Receipt receipts_before;

    void operator()(const engineio::Respond& effect) const {
        out.begin_object().member("type", "respond").member("exchange", effect.exchange);
        write_response(out, effect.response);
        write_receipts(effect.receipts);
        if (effect.torn) out.member("torn", true);
        out.end_object();
    }
    void operator()(const engineio::DropExchange& effect) const {
        out.begin_object().member("type", "drop").member("exchange", effect.exchange).end_object();
    }
    void operator()(const engineio::AcceptChannel& effect) const { write("accept", effect.channel); }
    void operator()(const engineio::RefuseChannel& effect) const {
        out.begin_object().member("type", "refuse").member("channel", effect.channel);
        write_response(out, effect.response);
        out.end_object();
    }
    // Required by std::visit only: write_effects() gathers frames.
    void operator()(const engineio::SendFrame& effect) const {
        (*this)(std::vector<const engineio::SendFrame*>{&effect});
    }
    void operator()(const std::vector<const engineio::SendFrame*>& same) const {
        const auto& first = *same.front();
        out.begin_object().member("type", "frame").name("channels").begin_array();
        for (const auto* frame : same) out.value(frame->channel);
        out.end_array();
        if (first.binary) out.member("binary", true);
        write_text(out, "data", *first.payload);
        if (first.receipt != 0) {
            out.name("receipts").begin_array();
            for (const auto* frame : same) out.value(frame->receipt - receipts_before);
            out.end_array();
        }
        if (first.torn) out.member("torn", true);
        out.end_object();
    }
    void operator()(const engineio::Broadcast& effect) const {
        const bool one = effect.payloads.size() == 1;
        out.begin_object().member("type", one ? "frame" : "frames").name("channels").begin_array();
        for (const auto channel : effect.channels) out.value(channel);
        out.end_array();
        if (one) {
            write_text(out, "data", *effect.payloads.front());
        } else {
            out.name("data").begin_array();
            for (const auto& payload : effect.payloads) write_text(out, *payload);
            out.end_array();
        }
        write_receipts(effect.receipts);
        out.end_object();
    }
    void operator()(const engineio::Confirm& effect) const {
        out.begin_object().member("type", "confirm").member("channel", effect.channel);
        out.member("receipt", effect.receipt - receipts_before).end_object();
    }
    void operator()(const engineio::CloseChannel& effect) const { write("close", effect.channel); }
    void operator()(const engineio::BreakChannel& effect) const { write("break", effect.channel); }
    void operator()(const engineio::DropChannel& effect) const { write("drop", effect.channel); }

    void write_receipts(const std::vector<Receipt>& receipts) const {
        if (receipts.empty()) return;
        out.name("receipts").begin_array();
        for (const auto receipt : receipts) out.value(receipt - receipts_before);
        out.end_array();
    }

    void write(std::string_view type, engineio::ChannelId channel) const {
        out.begin_object().member("type", type).member("channel", channel).end_object();
    }
};

bool is_same_frame(const engineio::SendFrame& one, const engineio::SendFrame& other) {
    return one.payload == other.payload && one.binary == other.binary && one.torn == other.torn &&
           (one.receipt != 0) == (other.receipt != 0);
}

// Writes a large answer, such as the journal, as its hash.
void write_body_or_digest(JsonWriter& out, const Reply& reply, const TokenMasks& masks) {
    constexpr std::size_t bytes_max = 2000;
    auto text = text_of(reply);
    if (text.size() <= bytes_max) {
        out.name("body").json_text(text);
        return;
    }
    masks.apply(text); // a replay would otherwise differ
    text = without_signatures(std::move(text));
    out.member("bytes", text.size()).member("hash", hash_text(text));
}

// The place of the mark. Searches its rarest character, as texts are long.
std::size_t find_mark(const std::string& text, std::string_view mark, std::size_t rarest, std::size_t at) {
    for (auto found = text.find(mark[rarest], at + rarest); found != std::string::npos;
         found = text.find(mark[rarest], found + 1)) {
        if (text.compare(found - rarest, mark.size(), mark) == 0) return found - rarest;
    }
    return std::string::npos;
}

bool is_token_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

std::size_t end_of_part(const std::string& text, std::size_t at) {
    while (at < text.size() && is_token_character(text[at])) ++at;
    return at;
}

// header.payload.signature, with an object as its header, so it begins with eyJ. The text's length stays.
// True if there was one.
bool blank_signatures(std::string& text) {
    const auto next = [&text](std::size_t from) { return find_mark(text, "eyJ", 2, from); };
    bool found = false;
    for (auto at = next(0); at != std::string::npos; at = next(at)) {
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

void write_input(JsonWriter& out, const Input& input, Receipt receipts_before, const InputTokens& tokens) {
    out.begin_object();
    std::visit(InputWriter{out, tokens.sources, receipts_before}, input);
    if (tokens.token) {
        out.member("token", tokens.token->number);
        if (!(tokens.token->source == policy::TokenSource{}))
            out.member("token_from", policy::name_of(tokens.token->source));
    }
    out.end_object();
}

void write_effects(JsonWriter& out, const std::vector<engineio::WireEffect>& effects,
                   Receipt receipts_before) {
    const EffectWriter write{out, receipts_before};
    out.begin_array();
    for (auto effect = effects.begin(); effect != effects.end();) {
        std::vector<const engineio::SendFrame*> same;
        while (effect != effects.end()) {
            const auto* frame = std::get_if<engineio::SendFrame>(&*effect);
            if (frame == nullptr || (!same.empty() && !is_same_frame(*same.front(), *frame))) break;
            same.push_back(frame);
            ++effect;
        }
        if (!same.empty()) write(same);
        else std::visit(write, *effect++);
    }
    out.end_array();
}

void write_answer(JsonWriter& out, const Answer& answer, const TokenMasks& masks) {
    out.begin_object().member("ticket", answer.ticket);
    if (answer.reply) {
        out.member("status", answer.reply->status);
        write_body_or_digest(out, *answer.reply, masks);
    } else {
        out.members(to_json(answer.reply.error()));
    }
    out.end_object();
}

std::string without_signatures(std::string json) {
    constexpr std::string_view mark = R"({"$binary":")";
    blank_signatures(json);
    const auto next = [&](std::size_t from) { return find_mark(json, mark, mark.find('$'), from); };
    for (auto at = next(0); at != std::string::npos; at = next(at)) {
        at += mark.size();
        const auto length = json.find('"', at) - at;
        auto bytes = decode_base64(std::string_view(json).substr(at, length));
        if (bytes && blank_signatures(*bytes)) json.replace(at, length, encode_base64(*bytes));
    }
    return json;
}

const Request* request_of(const Input& input) {
    if (const auto* begun = std::get_if<RequestBegun>(&input)) return &begun->request;
    if (const auto* request = std::get_if<RequestArrived>(&input)) return &request->request;
    if (const auto* upgrade = std::get_if<UpgradeArrived>(&input)) return &upgrade->request;
    return nullptr;
}

} // namespace chatmock::core
