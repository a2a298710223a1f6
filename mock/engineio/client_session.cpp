#include "engineio/client_session.hpp"

#include "engineio/codec/payload.hpp"

#include <utility>

namespace chatmock::engineio {

namespace {

constexpr std::string_view probe_data = "probe";
constexpr std::string_view no_handshake = "the first packet is not an Engine.IO handshake";

bool is_octet_stream(const http::Response& response) {
    return response.content_type.rfind("application/octet-stream", 0) == 0;
}

ClientEnd refused_with(const http::Response& response) {
    return {close_reason::transport_error, "got HTTP status " + std::to_string(response.status), response};
}

ClientEnd broken(std::string detail) { return {close_reason::parse_error, std::move(detail), std::nullopt}; }

} // namespace

ClientSession::ClientSession(ClientSettings settings)
    : settings_(std::move(settings)),
      transport_(settings_.transports == Transports::websocket ? Transport::websocket : Transport::polling),
      frame_codec_(settings_.protocol), heartbeat_(settings_.protocol, Side::client, timings_) {}

bool ClientSession::step(ClientEvent event) {
    const auto next = next_state(state_, event);
    if (next) state_ = *next;
    return next.has_value();
}

http::Request ClientSession::request(std::string method, Transport transport) {
    http::Request request;
    request.exchange = ++last_number_;
    request.method = std::move(method);
    request.path = settings_.path;
    request.query = settings_.query;
    request.query["EIO"] = std::to_string(number_of(settings_.protocol));
    request.query["transport"] = name_of(transport);
    if (!sid_.empty()) request.query["sid"] = sid_;
    return request;
}

void ClientSession::open(ClientOutput& output) {
    if (transport_ == Transport::websocket) open_channel(output);
    else poll(output);
}

void ClientSession::poll(ClientOutput& output) {
    auto get = request("GET", Transport::polling);
    polling_ = get.exchange;
    output.effects.emplace_back(std::move(get));
}

// Sends all queued packets in one body. Only one POST is on its way at a time.
void ClientSession::post(ClientOutput& output) {
    auto post = request("POST", Transport::polling);
    post.content_type = "text/plain;charset=UTF-8";
    post.body = encode_payload(std::exchange(queue_, {}), settings_.protocol, true).body;
    posting_ = post.exchange;
    output.effects.emplace_back(std::move(post));
}

void ClientSession::open_channel(ClientOutput& output) {
    auto get = request("GET", Transport::websocket);
    channel_ = get.exchange;
    output.effects.emplace_back(OpenChannel{*channel_, std::move(get)});
}

void ClientSession::respond(http::ExchangeId exchange, const http::Response& response, Instant now,
                            ClientOutput& output) {
    const bool is_poll = polling_ == exchange;
    if (!is_poll && posting_ != exchange) return;
    (is_poll ? polling_ : posting_).reset();
    if (response.status != 200) return end(refused_with(response), output);
    if (is_poll) hear_payload(response, now, output);
    go_on(output);
}

void ClientSession::fail(http::ExchangeId exchange, const std::string& detail, ClientOutput& output) {
    if (polling_ != exchange && posting_ != exchange) return;
    (polling_ == exchange ? polling_ : posting_).reset();
    end({close_reason::transport_error, detail, std::nullopt}, output);
}

void ClientSession::hear_payload(const http::Response& response, Instant now, ClientOutput& output) {
    const bool is_binary = settings_.protocol == Protocol::v3 && is_octet_stream(response);
    const auto payload =
        is_binary ? decode_octet_stream(response.body) : decode_payload(response.body, settings_.protocol);
    for (const auto& packet : payload.packets) hear(packet, now, output);
    if (payload.broken) end(broken("the answer to a poll is not an Engine.IO payload"), output);
    if (state_ == ClientState::opening) end(broken(std::string(no_handshake)), output);
}

// Continues after requests have ended: a pending close, an upgrade, the next POST or poll.
void ClientSession::go_on(ClientOutput& output) {
    const bool at_rest = !polling_ && !posting_;
    switch (state_) {
        case ClientState::polling:
        case ClientState::probing:
            if (!polling_) poll(output);
            if (!posting_ && !queue_.empty()) post(output);
            break;
        case ClientState::pausing:
            if (at_rest) upgrade(output);
            break;
        case ClientState::closing:
            if (!posting_ && !queue_.empty()) post(output);
            else if (!posting_) end({close_reason::client_disconnect, "", std::nullopt}, output);
            break;
        case ClientState::opening:
        case ClientState::websocket:
        case ClientState::closed: break;
    }
}

void ClientSession::accept(ChannelId channel, ClientOutput& output) {
    if (channel_ != channel) return;
    if (state_ == ClientState::probing) write_frame(share(PacketType::ping, probe_data), output);
}

void ClientSession::refuse(ChannelId channel, const http::Response& response, ClientOutput& output) {
    if (channel_ != channel) return;
    if (state_ != ClientState::opening) return lose(channel, "", output);
    channel_.reset();
    end(refused_with(response), output);
}

void ClientSession::lose(ChannelId channel, const std::string& detail, ClientOutput& output) {
    if (channel_ != channel) return;
    channel_.reset();
    if (step(ClientEvent::probe_failed)) return go_on(output);
    const bool was_opening = state_ == ClientState::opening;
    end({was_opening ? close_reason::transport_error : close_reason::transport_close, detail, std::nullopt},
        output);
}

void ClientSession::frame(ChannelId channel, const Message& content, Instant now, ClientOutput& output) {
    if (channel_ != channel) return;
    const auto packet = frame_codec_.decode(content);
    if (state_ == ClientState::probing || state_ == ClientState::pausing) return hear_probe(packet, output);
    if (packet) hear(*packet, now, output);
    else end(broken("a WebSocket frame is not an Engine.IO packet"), output);
}

void ClientSession::hear_probe(const std::optional<Packet>& packet, ClientOutput& output) {
    const bool is_answer = packet && packet->type == PacketType::pong && packet->content.data == probe_data;
    if (is_answer) {
        step(ClientEvent::probe_answered);
    } else {
        step(ClientEvent::probe_failed);
        give_up_channel(output);
    }
    go_on(output);
}

// From here on, packets are sent by WebSocket, also those that were queued for a POST.
void ClientSession::upgrade(ClientOutput& output) {
    step(ClientEvent::upgrade);
    transport_ = Transport::websocket;
    write_frame(share(PacketType::upgrade, ""), output);
    write_queue(output);
    output.upgraded = true;
}

void ClientSession::hear(const Packet& packet, Instant now, ClientOutput& output) {
    if (state_ == ClientState::closing || state_ == ClientState::closed) return;
    if (state_ == ClientState::opening) return hear_open(packet, now, output);
    heartbeat_.hear(packet.type, now);
    switch (packet.type) {
        case PacketType::message: output.messages.push_back(packet.content); break;
        case PacketType::ping: send(share(PacketType::pong, ""), output); break;
        case PacketType::close:
            end({close_reason::transport_close, "the server closed the session", std::nullopt}, output);
            break;
        case PacketType::open:
        case PacketType::pong:
        case PacketType::upgrade:
        case PacketType::noop: break;
    }
}

void ClientSession::hear_open(const Packet& packet, Instant now, ClientOutput& output) {
    const auto handshake =
        packet.type == PacketType::open ? parse_handshake_data(packet.content.data) : std::nullopt;
    if (!handshake) return end(broken(std::string(no_handshake)), output);
    sid_ = handshake->sid;
    timings_ = handshake->timings;
    heartbeat_ = Heartbeat(settings_.protocol, Side::client, timings_);
    heartbeat_.start(now);
    output.opened = true;
    const bool by_websocket = transport_ == Transport::websocket;
    step(by_websocket ? ClientEvent::open_websocket : ClientEvent::open_polling);
    if (by_websocket) write_queue(output);
    if (settings_.transports != Transports::upgrade || !handshake->offers_websocket) return;
    step(ClientEvent::probe);
    open_channel(output);
}

void ClientSession::send(SharedPacket packet, ClientOutput& output) {
    if (state_ == ClientState::websocket) return write_frame(packet, output);
    if (state_ == ClientState::closing || state_ == ClientState::closed) return;
    if (queue_.size() == queued_max) {
        return end({close_reason::transport_error, "the server does not read", std::nullopt}, output);
    }
    queue_.push_back(std::move(packet));
    const bool by_post = state_ == ClientState::polling || state_ == ClientState::probing;
    if (by_post && !posting_) post(output);
}

void ClientSession::write_frame(const SharedPacket& packet, ClientOutput& output) {
    output.effects.emplace_back(frame_codec_.encode(*channel_, packet, 0));
}

void ClientSession::write_queue(ClientOutput& output) {
    for (const auto& packet : std::exchange(queue_, {})) write_frame(packet, output);
}

// A close by polling needs a packet; a WebSocket's end needs none.
void ClientSession::close(ClientOutput& output) {
    if (!step(ClientEvent::close)) return abort(close_reason::client_disconnect, "", output);
    give_up_channel(output);
    queue_.push_back(share(PacketType::close, ""));
    go_on(output);
}

void ClientSession::abort(std::string_view reason, const std::string& detail, ClientOutput& output) {
    end({reason, detail, std::nullopt}, output);
}

void ClientSession::give_up_channel(ClientOutput& output) {
    if (channel_) output.effects.emplace_back(CloseChannel{*std::exchange(channel_, std::nullopt)});
}

void ClientSession::fire(Instant now, ClientOutput& output) {
    switch (heartbeat_.fire(now)) {
        case Heartbeat::Beat::none: break;
        case Heartbeat::Beat::ping: send(share(PacketType::ping, ""), output); break;
        case Heartbeat::Beat::timeout:
            end({close_reason::ping_timeout, "the server has been silent for too long", std::nullopt},
                output);
            break;
    }
}

void ClientSession::end(ClientEnd end, ClientOutput& output) {
    if (!step(ClientEvent::end)) return;
    heartbeat_.stop();
    queue_.clear();
    for (auto* exchange : {&polling_, &posting_}) {
        if (*exchange) output.effects.emplace_back(DropExchange{*std::exchange(*exchange, std::nullopt)});
    }
    give_up_channel(output);
    output.end = std::move(end);
}

} // namespace chatmock::engineio
