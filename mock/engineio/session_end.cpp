// The ends of a session: by its client, by the server, and by faults.
#include "engineio/session.hpp"

namespace chatmock::engineio {

namespace {

// A closed session waits so long for the client's next poll, as in the reference server; a mute one so long
// after its client must have noticed.
constexpr Milliseconds drain_timeout{30000};

} // namespace

void Session::abandon(http::ExchangeId exchange, Output& output) {
    if (parked_ != exchange && posting_ != exchange) return;
    if (parked_ == exchange) parked_.reset();
    if (posting_ == exchange || !is_mute()) posting_.reset();
    end(parked_ ? SessionEvent::close : SessionEvent::lost, close_reason::transport_error, output);
}

void Session::lose(ChannelId channel, Output& output) {
    if (channel_ != channel) return;
    channel_.reset();
    upgrade_by_.reset();
    if (is_left_to_polls()) step(SessionEvent::attach_failed);
    else end(SessionEvent::lost, close_reason::transport_close, output);
}

// True if the client of a lost WebSocket still polls, or learns of the end by a poll.
bool Session::is_left_to_polls() const {
    switch (state_) {
        case SessionState::websocket: return false;
        case SessionState::silent: return parked_.has_value();
        case SessionState::closing: return drain_by_ && ending_ == Ending::closed;
        default: return true;
    }
}

void Session::close(std::string_view reason, Instant now, Output& output) {
    if (!is_open() && state_ != SessionState::silent) return;
    if (state_ == SessionState::websocket || parked_ || is_mute()) {
        end(SessionEvent::close, reason, output);
        return;
    }
    drain_by_ = now + drain_timeout;
    end(SessionEvent::close_unheard, reason, output);
}

void Session::drop(std::string_view reason, Output& output) { end(SessionEvent::drop, reason, output); }

void Session::fail(std::string_view reason, Output& output) {
    ending_ = Ending::broken;
    end(SessionEvent::drop, reason, output);
}

void Session::tear(SharedPacket packet, std::string_view reason, Instant now, Output& output) {
    if (!is_open()) return;
    is_torn_ = true;
    send(std::move(packet), 0, output);
    const bool waits_for_poll = !queue_.empty();
    if (!waits_for_poll) return end(SessionEvent::drop, reason, output);
    drain_by_ = now + drain_timeout;
    if (listens_nowhere()) return end(SessionEvent::drop, reason, output);
    end(SessionEvent::close_unheard, reason, output);
}

void Session::fall_silent(std::string_view reason, Instant now, Output& output) {
    if (!is_open()) return;
    step(SessionEvent::silence);
    upgrade_by_.reset();
    hush(now);
    output.closed_as = reason;
}

void Session::become_half_open(Instant now) {
    if (!is_open()) return;
    is_half_open_ = true;
    upgrade_by_.reset();
    hush(now);
}

void Session::hush(Instant now) {
    heartbeat_.stop();
    forget_queue();
    drain_by_ = now + settings_.timings.ping_interval + settings_.timings.ping_timeout + drain_timeout;
}

// Keeps a request that gets no answer. One of each kind is enough; an older one is dropped.
void Session::keep(std::optional<http::ExchangeId>& place, http::ExchangeId exchange, Output& output) {
    if (place != exchange) drop_exchange(place, output);
    place = exchange;
}

void Session::drop_exchange(std::optional<http::ExchangeId>& place, Output& output) {
    if (place) output.effects.emplace_back(DropExchange{*std::exchange(place, std::nullopt)});
}

void Session::detach(Output& output) {
    if (is_mute()) output.effects.emplace_back(DropChannel{*channel_});
    else output.effects.emplace_back(CloseChannel{*channel_});
    channel_.reset();
    upgrade_by_.reset();
}

// For the client, a probing WebSocket may be the transport already.
void Session::cut_channel(Output& output) {
    if (!channel_) return;
    const auto channel = *std::exchange(channel_, std::nullopt);
    if (ending_ == Ending::broken) output.effects.emplace_back(BreakChannel{channel});
    else output.effects.emplace_back(DropChannel{channel});
}

bool Session::listens_nowhere() const { return state_ == SessionState::probed && !parked_ && !is_mute(); }

void Session::defer(SessionEvent event, std::string_view reason, Output& output) {
    if (event == SessionEvent::drop) {
        if (ending_ == Ending::closed) ending_ = Ending::dropped;
        if (!is_torn_) forget_queue();
        drop_exchange(posting_, output);
    }
    step(SessionEvent::defer);
    heartbeat_.stop();
    output.closed_as = reason;
}

// True after a drop: requests that name the session are refused as unknown.
bool Session::denies_requests() const {
    return state_ == SessionState::closing && ending_ != Ending::closed && !is_torn_;
}

void Session::deny(http::ExchangeId exchange, Output& output) {
    output.effects.emplace_back(Respond{exchange, refuse_plain(RefusalCode::unknown_sid), {}});
    end(SessionEvent::drop, {}, output);
}

// The client has upgraded to the WebSocket, and learns of the end there.
void Session::hear_while_closing(const Packet& packet, Output& output) {
    if (packet.type != PacketType::upgrade) return;
    flush_frames(output);
    end(ending_ == Ending::closed ? SessionEvent::close : SessionEvent::drop, {}, output);
}

// Continues without a WebSocket; a deferred end happens now.
void Session::time_out_upgrade(Instant now, Output& output) {
    if (state_ == SessionState::closing && ending_ != Ending::closed)
        return end(SessionEvent::drop, {}, output);
    if (state_ == SessionState::closing && !drain_by_) drain_by_ = now + drain_timeout;
    step(SessionEvent::attach_failed);
    detach(output);
}

// Sends the close that no poll could carry before.
void Session::say_goodbye(Output& output) {
    queue_.push_back({share(PacketType::noop, ""), 0});
    answer_poll(PacketType::close, output);
    end(SessionEvent::close, {}, output);
}

void Session::violate(ClientViolation violation, std::string_view reason, Output& output) {
    output.violations.push_back(std::move(violation));
    end(SessionEvent::close, reason, output);
}

// All ends of a session pass here, except fall_silent(). A waiting poll is answered, unless the end is a drop
// or the session is mute.
void Session::end(SessionEvent event, std::string_view reason, Output& output) {
    if (listens_nowhere() && event != SessionEvent::lost) return defer(event, reason, output);
    const bool was_open = is_open();
    if (event == SessionEvent::drop || is_mute()) {
        drop_exchange(parked_, output);
        drop_exchange(posting_, output);
        cut_channel(output);
    } else {
        if (parked_ && event == SessionEvent::close) answer_poll(PacketType::close, output);
        if (channel_) detach(output);
    }
    step(event);
    heartbeat_.stop();
    upgrade_by_.reset();
    if (state_ == SessionState::closed) {
        drain_by_.reset();
        forget_queue();
    }
    if (was_open) output.closed_as = reason;
}

} // namespace chatmock::engineio
