#include "engineio/session.hpp"

#include <algorithm>

namespace chatmock::engineio {

namespace {

constexpr std::string_view text_plain = "text/plain; charset=UTF-8";

// How long a closed session waits for the poll that will tell its client, as in the reference server.
constexpr Milliseconds drain_timeout{30000};

HttpResponse ok_post() { return {200, "text/html", "ok", {}}; }
HttpResponse empty_error(int status) { return {status, "", "", {}}; }

const SharedPacket& close_packet() {
    static const SharedPacket packet = share(PacketType::close, "");
    return packet;
}

const SharedPacket& noop_packet() {
    static const SharedPacket packet = share(PacketType::noop, "");
    return packet;
}

} // namespace

Session::Session(std::string sid, const Timings& timings) : sid_(std::move(sid)), timings_(timings) {}

Transport Session::transport() const {
    return state_ == SessionState::websocket ? Transport::websocket : Transport::polling;
}

void Session::step(SessionEvent event) {
    if (const auto next = next_state(state_, event)) state_ = *next;
}

void Session::open_polling(ExchangeId exchange, Instant now, Output& output) {
    parked_ = exchange;
    open(Transport::polling, now, output);
}

void Session::open_websocket(ChannelId channel, Instant now, Output& output) {
    state_ = SessionState::websocket;
    channel_ = channel;
    output.effects.push_back(AcceptChannel{channel});
    open(Transport::websocket, now, output);
}

void Session::open(Transport transport, Instant now, Output& output) {
    ping_at_ = now + timings_.ping_interval;
    send(share(PacketType::open, handshake_data(sid_, transport, timings_)), 0, output);
}

void Session::poll(ExchangeId exchange, Output& output) {
    if (!next_state(state_, SessionEvent::poll)) {
        output.effects.push_back(Respond{exchange, refuse_plain(RefusalCode::bad_request), {}});
        return;
    }
    if (parked_) { // overlapping polls end the session
        output.effects.push_back(Respond{exchange, empty_error(400), {}});
        output.violations.emplace_back("a second GET came while one was waiting");
        end(SessionEvent::close, close_reason::transport_error, output);
        return;
    }
    parked_ = exchange;
    if (state_ == SessionState::probed && queue_.empty()) {
        answer_poll(noop_packet(), output); // the client pauses its polling to upgrade
        return;
    }
    flush(output);
    if (state_ == SessionState::draining) end(SessionEvent::poll, {}, output);
}

void Session::post(const HttpRequest& request, Instant now, Output& output) {
    if (!next_state(state_, SessionEvent::post)) {
        output.effects.push_back(Respond{request.exchange, refuse_plain(RefusalCode::bad_request), {}});
        return;
    }
    if (request.body_too_large) {
        output.effects.push_back(Respond{request.exchange, empty_error(413), {}});
        output.violations.emplace_back("a POST was larger than maxPayload");
        return;
    }
    if (request.content_type == "application/octet-stream") { // protocol 3 alone has binary payloads
        output.effects.push_back(Respond{request.exchange, empty_error(400), {}});
        violate("a binary POST body came", close_reason::transport_error, output);
        return;
    }
    output.effects.push_back(Respond{request.exchange, ok_post(), {}});
    const auto packets = decode_payload(request.body);
    if (!packets) {
        violate("a POST body was no Engine.IO payload", close_reason::parse_error, output);
        return;
    }
    for (const auto& packet : *packets) {
        if (is_open()) heard(packet, now, output);
    }
}

void Session::abandon(ExchangeId exchange, Output& output) {
    if (parked_ != exchange) return;
    parked_.reset();
    end(SessionEvent::lost, close_reason::transport_error, output);
}

void Session::attach(ChannelId channel, Instant now, Output& output) {
    output.effects.push_back(AcceptChannel{channel});
    if (!next_state(state_, SessionEvent::attach)) { // one WebSocket at a time; the session is unharmed
        output.effects.push_back(CloseChannel{channel});
        output.violations.emplace_back("another WebSocket came for a session that has one");
        return;
    }
    step(SessionEvent::attach);
    channel_ = channel;
    upgrade_by_ = now + timings_.upgrade_timeout;
}

void Session::frame(ChannelId channel, const Message& content, Instant now, Output& output) {
    if (channel_ != channel) return;
    const auto packet = content.binary ? Packet{PacketType::message, content} : decode_packet(content.data);
    if (state_ != SessionState::websocket) {
        heard_while_upgrading(packet.value_or(Packet{}), now, output);
    } else if (packet) {
        heard(*packet, now, output);
    } else {
        violate("a WebSocket frame was no Engine.IO packet", close_reason::parse_error, output);
    }
}

void Session::heard(const Packet& packet, Instant now, Output& output) {
    pong_or_other(packet.type, now);
    switch (packet.type) {
        case PacketType::message: output.messages.push_back(packet.content); break;
        case PacketType::close:
            if (parked_) answer_poll(noop_packet(), output);
            end(SessionEvent::close, close_reason::transport_close, output);
            break;
        case PacketType::ping: // in protocol 4 the server pings
            violate("the client sent a ping", close_reason::transport_error, output);
            break;
        case PacketType::pong:
        case PacketType::open:
        case PacketType::upgrade:
        case PacketType::noop: break;
    }
}

void Session::heard_while_upgrading(const Packet& packet, Instant now, Output& output) {
    if (packet.type == PacketType::ping && packet.content.data == "probe") {
        step(SessionEvent::probe);
        output.effects.push_back(SendFrame{*channel_, share(PacketType::pong, "probe"), 0});
        if (parked_) answer_poll(noop_packet(), output);
    } else if (packet.type == PacketType::upgrade) {
        pong_or_other(packet.type, now);
        complete_upgrade(output);
    } else {
        output.violations.emplace_back("a WebSocket that was to upgrade sent neither probe nor upgrade");
        step(SessionEvent::frame);
        detach(output);
    }
}

// A pong sets the next ping. Any other packet, the first time while a pong is due, shows that the
// client lives and restarts the wait once.
void Session::pong_or_other(PacketType type, Instant now) {
    if (!pong_by_) return;
    if (type == PacketType::pong) {
        pong_by_.reset();
        pong_extended_ = false;
        ping_at_ = now + timings_.ping_interval;
    } else if (!pong_extended_) {
        pong_extended_ = true;
        pong_by_ = now + timings_.ping_timeout;
    }
}

void Session::complete_upgrade(Output& output) {
    if (parked_) answer_poll(noop_packet(), output);
    step(SessionEvent::upgrade);
    upgrade_by_.reset();
    output.upgraded = true;
    flush(output);
}

void Session::detach(Output& output) {
    output.effects.push_back(CloseChannel{*channel_});
    channel_.reset();
    upgrade_by_.reset();
}

void Session::lose(ChannelId channel, Output& output) {
    if (channel_ != channel) return;
    channel_.reset();
    upgrade_by_.reset();
    if (state_ == SessionState::websocket) end(SessionEvent::lost, close_reason::transport_close, output);
    else step(SessionEvent::attach_failed);
}

void Session::send(SharedPacket packet, Receipt receipt, Output& output) {
    if (!is_open()) return;
    if (state_ == SessionState::websocket) {
        output.effects.push_back(SendFrame{*channel_, std::move(packet), receipt});
        return;
    }
    queued_bytes_ += packet->size();
    queue_.push_back({std::move(packet), receipt});
    flush(output);
}

// Everything queued leaves at once: in one poll's answer, or as frames.
void Session::flush(Output& output) {
    if (queue_.empty() || (!parked_ && state_ != SessionState::websocket)) return;
    auto queue = std::exchange(queue_, {});
    queued_bytes_ = 0;
    if (state_ == SessionState::websocket) {
        for (auto& queued : queue) {
            output.effects.push_back(SendFrame{*channel_, std::move(queued.packet), queued.receipt});
        }
        return;
    }
    std::vector<SharedPacket> packets;
    std::vector<Receipt> receipts;
    for (auto& queued : queue) {
        packets.push_back(std::move(queued.packet));
        if (queued.receipt != 0) receipts.push_back(queued.receipt);
    }
    HttpResponse response{
        200, std::string(text_plain), encode_payload(packets), {{"Cache-Control", "no-store"}}};
    output.effects.push_back(
        Respond{*std::exchange(parked_, std::nullopt), std::move(response), std::move(receipts)});
}

void Session::answer_poll(const SharedPacket& packet, Output& output) {
    queue_.push_back({packet, 0});
    flush(output);
}

void Session::close(std::string_view reason, Instant now, Output& output) {
    if (!is_open()) return;
    if (state_ == SessionState::websocket || parked_) {
        end(SessionEvent::close, reason, output);
        return;
    }
    queue_.push_back({noop_packet(), 0});
    queue_.push_back({close_packet(), 0});
    drain_by_ = now + drain_timeout;
    end(SessionEvent::close_unheard, reason, output);
}

void Session::violate(std::string what, std::string_view reason, Output& output) {
    output.violations.push_back(std::move(what));
    end(SessionEvent::close, reason, output);
}

// The one way out of a session. A poll that waits learns of it.
void Session::end(SessionEvent event, std::string_view reason, Output& output) {
    const bool was_open = is_open();
    if (parked_ && event == SessionEvent::close) answer_poll(close_packet(), output);
    if (channel_) detach(output);
    step(event);
    ping_at_.reset();
    pong_by_.reset();
    upgrade_by_.reset();
    if (state_ == SessionState::closed) {
        drain_by_.reset();
        queue_.clear();
        queued_bytes_ = 0;
    }
    if (was_open) output.closed_as = reason;
}

std::optional<Instant> Session::deadline() const {
    std::optional<Instant> earliest;
    for (const auto& armed : {ping_at_, pong_by_, upgrade_by_, drain_by_}) {
        if (armed && (!earliest || *armed < *earliest)) earliest = armed;
    }
    return earliest;
}

void Session::fire(Instant now, Output& output) {
    const auto due = [now](const std::optional<Instant>& armed) { return armed && *armed <= now; };
    if (due(drain_by_)) {
        end(SessionEvent::close, {}, output);
    } else if (due(pong_by_)) {
        end(SessionEvent::close, close_reason::ping_timeout, output);
    } else if (due(upgrade_by_)) {
        step(SessionEvent::attach_failed);
        detach(output);
    } else if (due(ping_at_)) {
        ping_at_.reset();
        pong_by_ = now + timings_.ping_timeout;
        send(share(PacketType::ping, ""), 0, output);
    }
}

} // namespace chatmock::engineio
