#include "engineio/session.hpp"

#include <algorithm>

namespace chatmock::engineio {

namespace {

http::Response ok_post() { return {200, "text/html", "ok", {{"Cache-Control", "no-store"}}}; }
http::Response empty_error(int status) { return {status, "", "", {}}; }

const SharedPacket& ping_packet() {
    static const SharedPacket packet = share(PacketType::ping, "");
    return packet;
}

const SharedPacket& pong_packet() {
    static const SharedPacket packet = share(PacketType::pong, "");
    return packet;
}

} // namespace

Session::Session(std::string sid, const SessionSettings& settings)
    : sid_(std::move(sid)), settings_(settings),
      polling_codec_(settings.protocol, settings.repair_double_utf8), frame_codec_(settings.protocol),
      heartbeat_(settings.protocol, Side::server, settings.timings) {}

Transport Session::transport() const {
    return state_ == SessionState::websocket ? Transport::websocket : Transport::polling;
}

void Session::step(SessionEvent event) {
    if (const auto next = next_state(state_, event)) state_ = *next;
}

void Session::open_polling(const http::Request& request, Instant now, Output& output) {
    polling_codec_.settle(request.query);
    parked_ = request.exchange;
    open(Transport::polling, now, output);
}

void Session::open_websocket(ChannelId channel, const http::Request& request, Instant now, Output& output) {
    frame_codec_.settle(request.query);
    state_ = SessionState::websocket;
    channel_ = channel;
    output.effects.emplace_back(AcceptChannel{channel});
    open(Transport::websocket, now, output);
}

void Session::open(Transport transport, Instant now, Output& output) {
    heartbeat_.start(now);
    send(share(PacketType::open, handshake_data(sid_, transport, settings_.timings)), 0, output);
}

void Session::poll(http::ExchangeId exchange, Output& output) {
    if (is_mute()) return keep(parked_, exchange, output);
    if (!next_state(state_, SessionEvent::poll)) {
        output.effects.emplace_back(Respond{exchange, refuse_plain(RefusalCode::bad_request), {}});
        return;
    }
    if (denies_requests()) return deny(exchange, output);
    if (parked_) { // overlapping polls end the session
        output.effects.emplace_back(Respond{exchange, empty_error(400), {}});
        output.violations.push_back({"second_poll", "a second GET arrived while one was waiting"});
        end(SessionEvent::close, close_reason::transport_error, output);
        return;
    }
    parked_ = exchange;
    if (state_ == SessionState::probed && queue_.empty()) {
        answer_poll(PacketType::noop, output); // the client pauses its polling to upgrade
        return;
    }
    const bool had_packets = !queue_.empty();
    flush(output);
    if (state_ != SessionState::draining && state_ != SessionState::closing) return;
    if (is_torn_) end(SessionEvent::drop, {}, output);
    else if (!had_packets) say_goodbye(output);
}

// Overlapping POSTs end the session; the first gets no answer.
void Session::begin_post(http::ExchangeId exchange, Output& output) {
    if (is_mute() || !next_state(state_, SessionEvent::post)) return;
    if (!posting_) {
        posting_ = exchange;
        return;
    }
    output.effects.emplace_back(Respond{exchange, empty_error(400), {}});
    output.effects.emplace_back(DropExchange{*std::exchange(posting_, std::nullopt)});
    violate({"second_post", "a second POST arrived while one was on its way"}, close_reason::transport_error,
            output);
}

void Session::post(const http::Request& request, Instant now, Output& output) {
    if (is_mute()) {
        keep(posting_, request.exchange, output);
        const bool heard = next_state(state_, SessionEvent::post) && !polling_codec_.refuses(request);
        if (heard && !request.body_too_large) hear_payload(request, now, output);
        return;
    }
    if (posting_ && posting_ != request.exchange) return begin_post(request.exchange, output);
    posting_.reset();
    if (!next_state(state_, SessionEvent::post)) {
        output.effects.emplace_back(Respond{request.exchange, refuse_plain(RefusalCode::bad_request), {}});
        return;
    }
    if (denies_requests()) return deny(request.exchange, output);
    if (polling_codec_.refuses(request)) {
        output.effects.emplace_back(Respond{request.exchange, empty_error(400), {}});
        violate({"post_type", "expected a POST body of text in protocol 4, got bytes"},
                close_reason::transport_error, output);
        return;
    }
    if (request.body_too_large) {
        output.effects.emplace_back(Respond{request.exchange, empty_error(413), {}});
        output.violations.push_back({"payload_too_large", "a POST was larger than maxPayload"});
        return;
    }
    output.effects.emplace_back(Respond{request.exchange, ok_post(), {}});
    hear_payload(request, now, output);
}

// An ended session only notices that its client closes.
void Session::hear_payload(const http::Request& post, Instant now, Output& output) {
    const auto payload = polling_codec_.decode(post);
    for (const auto& packet : payload.packets) {
        if (is_open()) hear(packet, now, output);
        else if (state_ != SessionState::closed && packet.type == PacketType::close)
            end(SessionEvent::lost, {}, output);
    }
    if (payload.broken && is_open())
        violate({"engineio_payload", "a POST body was not an Engine.IO payload"}, close_reason::parse_error,
                output);
}

void Session::attach(ChannelId channel, const http::Request& request, Instant now, Output& output) {
    if (is_mute()) {
        output.effects.emplace_back(DropChannel{channel});
        return;
    }
    output.effects.emplace_back(AcceptChannel{channel});
    if (!next_state(state_, SessionEvent::attach)) { // only one WebSocket at a time; the session goes on
        output.effects.emplace_back(CloseChannel{channel});
        if (is_open()) // otherwise the client asked before it learned of the end
            output.violations.push_back(
                {"second_websocket", "expected one WebSocket for the session, got another"});
        return;
    }
    step(SessionEvent::attach);
    is_probe_lost_ = false;
    frame_codec_.settle(request.query);
    channel_ = channel;
    upgrade_by_ = now + settings_.timings.upgrade_timeout;
}

void Session::frame(ChannelId channel, const Message& content, Instant now, Output& output) {
    if (channel_ != channel || state_ == SessionState::silent) return;
    const auto packet = frame_codec_.decode(content);
    if (state_ == SessionState::closing) {
        hear_while_closing(packet.value_or(Packet{}), output);
    } else if (state_ != SessionState::websocket) {
        hear_while_upgrading(packet.value_or(Packet{}), now, output);
    } else if (packet) {
        hear(*packet, now, output);
    } else {
        violate({"engineio_packet", "a WebSocket frame was not an Engine.IO packet"},
                close_reason::parse_error, output);
    }
}

void Session::hear(const Packet& packet, Instant now, Output& output) {
    heartbeat_.hear(packet.type, now);
    switch (packet.type) {
        case PacketType::message: output.messages.push_back(packet.content); break;
        case PacketType::close:
            if (parked_) answer_poll(PacketType::noop, output);
            end(SessionEvent::lost, close_reason::transport_close, output);
            break;
        case PacketType::ping:
        case PacketType::pong: hear_heartbeat(packet.type, output); break;
        case PacketType::open:
        case PacketType::upgrade:
        case PacketType::noop: break;
    }
}

// Protocol 3: the client pings. Protocol 4: the server pings.
void Session::hear_heartbeat(PacketType type, Output& output) {
    const bool is_ping = type == PacketType::ping;
    if (is_ping != (protocol() == Protocol::v3)) {
        violate({"unexpected_heartbeat", is_ping ? "the client sent a ping" : "the client sent a pong"},
                close_reason::transport_error, output);
    } else if (is_ping && !is_dropped(ControlPacket::pong)) {
        send(pong_packet(), 0, output);
    }
}

void Session::hear_while_upgrading(const Packet& packet, Instant now, Output& output) {
    const bool is_probe =
        packet.type == PacketType::ping && !packet.content.binary && packet.content.data == "probe";
    if (is_probe) {
        is_probe_lost_ = is_dropped(ControlPacket::probe);
        if (is_probe_lost_) return; // the client continues polling
        step(SessionEvent::probe);
        write_frame(share(PacketType::pong, "probe"), 0, false, output);
        if (parked_) answer_poll(PacketType::noop, output);
    } else if (packet.type == PacketType::upgrade) {
        complete_upgrade(now, output);
    } else {
        output.violations.push_back(
            {"upgrade_unfinished", "a WebSocket that was to upgrade sent neither probe nor upgrade"});
        step(SessionEvent::frame);
        detach(output);
    }
}

void Session::complete_upgrade(Instant now, Output& output) {
    heartbeat_.upgrade(now);
    if (parked_) answer_poll(PacketType::close, output); // this closes the transport, not the session
    if (!is_mute()) posting_.reset(); // a POST still on its way does not affect the WebSocket
    step(SessionEvent::upgrade);
    upgrade_by_.reset();
    output.upgraded = true;
    flush_frames(output);
}

void Session::send(SharedPacket packet, Receipt receipt, Output& output) {
    if (!is_open() || is_mute()) return;
    if (state_ == SessionState::websocket) return write_frame(packet, receipt, is_torn_, output);
    queued_bytes_ += packet->text.size() + packet->bytes.size();
    Backlog::Place place(settings_.backlog, packet);
    queue_.push_back({std::move(packet), receipt, std::move(place)});
    flush(output);
}

void Session::write_frame(const SharedPacket& packet, Receipt receipt, bool torn, Output& output) {
    if (is_mute()) return;
    auto frame = frame_codec_.encode(*channel_, packet, receipt);
    frame.torn = torn;
    output.effects.push_back(std::move(frame));
    if (torn) channel_.reset(); // the connection ends with the frame
}

// Sends all queued packets as frames. If the queue is torn, the last frame is cut.
void Session::flush_frames(Output& output) {
    auto queue = std::exchange(queue_, {});
    queued_bytes_ = 0;
    for (const auto& queued : queue) {
        const bool torn = is_torn_ && &queued == &queue.back();
        write_frame(queued.packet, queued.receipt, torn, output);
    }
}

// Sends all queued packets in one poll's answer.
void Session::flush(Output& output) {
    if (queue_.empty() || !parked_) return;
    auto queue = std::exchange(queue_, {});
    queued_bytes_ = 0;
    std::vector<SharedPacket> packets;
    std::vector<Receipt> receipts;
    for (auto& queued : queue) {
        packets.push_back(std::move(queued.packet));
        if (queued.receipt != 0 && !is_torn_) receipts.push_back(queued.receipt);
    }
    output.effects.emplace_back(Respond{*std::exchange(parked_, std::nullopt), polling_codec_.encode(packets),
                                        std::move(receipts), is_torn_});
}

void Session::answer_poll(PacketType type, Output& output) {
    if (is_mute()) return;
    queue_.push_back({share(type, ""), 0});
    flush(output);
}

void Session::forget_queue() {
    queue_.clear();
    queued_bytes_ = 0;
}

std::optional<Session::Timer> Session::next_timer() const {
    std::optional<Timer> next;
    const auto consider = [&next](std::string_view name, const std::optional<Instant>& deadline) {
        if (deadline && (!next || *deadline < next->deadline)) next = Timer{name, *deadline};
    };
    consider(heartbeat_.timer(), heartbeat_.deadline());
    consider("upgrade_timeout", upgrade_by_);
    consider("close_timeout", drain_by_);
    return next;
}

std::optional<Instant> Session::deadline() const {
    const auto next = next_timer();
    if (!next) return std::nullopt;
    return next->deadline;
}

std::string_view Session::timer() const {
    const auto next = next_timer();
    return next ? next->name : std::string_view();
}

void Session::shift_deadlines(Milliseconds by) {
    heartbeat_.shift(by);
    if (upgrade_by_) *upgrade_by_ += by;
    if (drain_by_) *drain_by_ += by;
}

bool Session::has_nothing_queued() const {
    return is_mute() || state_ == SessionState::websocket || (queue_.empty() && parked_);
}

void Session::confirm(Receipt receipt, Output& output) const {
    output.effects.emplace_back(Confirm{*channel_, receipt});
}

void Session::fire(Instant now, Output& output) {
    const auto due = [now](const std::optional<Instant>& armed) { return armed && *armed <= now; };
    if (due(drain_by_)) {
        const bool is_cut = ending_ != Ending::closed;
        end(is_cut ? SessionEvent::drop : SessionEvent::close, close_reason::ping_timeout, output);
    } else if (due(upgrade_by_)) {
        time_out_upgrade(now, output);
    } else {
        beat(now, output);
    }
}

bool Session::is_dropped(ControlPacket packet) const {
    return settings_.interference != nullptr && settings_.interference->drops(sid_, packet);
}

void Session::beat(Instant now, Output& output) {
    switch (heartbeat_.fire(now)) {
        case Heartbeat::Beat::none: break;
        case Heartbeat::Beat::ping:
            if (is_dropped(ControlPacket::ping))
                heartbeat_.start(now); // continues as if the client had answered
            else send(ping_packet(), 0, output);
            break;
        case Heartbeat::Beat::timeout: end(SessionEvent::close, close_reason::ping_timeout, output); break;
    }
}

} // namespace chatmock::engineio
