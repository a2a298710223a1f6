#include "transport/socket_connection.hpp"

#include <utility>

namespace chatmock::transport {

namespace {

// The limit of unsent bytes; a client past it counts as disconnected.
constexpr std::size_t outbox_bytes_max = 64 * 1024 * 1024;

// The time for a peer to take the rest after this side has finished.
constexpr std::chrono::seconds end_max{75};

// Between two looks at requests that take too long.
constexpr std::chrono::seconds look_interval{5};

} // namespace

SocketConnection::SocketConnection(net::ServerConnection& connection, ConnectionHost& host)
    : connection_(connection), host_(host),
      http_(std::make_unique<HttpConnection>(*this, connection.peer(), connection.now())) {
    request_wake(connection.now());
}

SocketConnection::~SocketConnection() = default;

// The earliest of: held frames leave, a request is overdue, the end is overdue.
void SocketConnection::request_wake(Instant now) {
    std::optional<Instant> at;
    if (http_ || over_) at = now + look_interval;
    if (frames_held_until_) at = at ? std::min(*at, *frames_held_until_) : *frames_held_until_;
    connection_.wake_at(at);
}

void SocketConnection::woken(Instant now) {
    if (frames_held_until_ && *frames_held_until_ <= now) release_frames();
    end_if_overdue(now);
    if (!lost_) request_wake(now);
}

// Ends a request or an idle connection that takes too long.
void SocketConnection::end_if_overdue(Instant now) {
    if (over_ && now > ended_at_ + end_max) lose();
    else if (!over_ && http_) http_->end_if_overdue(now);
}

// True if the client, which sends no more, has received all its answers.
bool SocketConnection::is_answered() const {
    return connection_.is_writing() && !channel_ && !(http_ && http_->is_requested());
}

void SocketConnection::peer_finished(Instant) {
    peer_finished_ = true;
    take_end();
}

// Processes received bytes first.
void SocketConnection::take_end() {
    if (http_ && http_->has_more() && !over_) return;
    if (is_answered()) end();
    else lose();
}

void SocketConnection::received(ByteSpan bytes, Instant now) {
    if (over_) return; // only read to learn when the peer closes
    if (accepted_) {
        leave_requests();
        take_frames(bytes);
    } else {
        http_->received(bytes.text(), now);
    }
    count_unfinished();
}

std::uint64_t SocketConnection::new_number() { return host_.number(connection_); }

void SocketConnection::release(std::uint64_t number) { host_.release(number); }

core::SocketSettings SocketConnection::settings_for(http::Request request) {
    return host_.settings_for(std::move(request));
}

void SocketConnection::apply(core::Input input) { host_.apply(std::move(input)); }

void SocketConnection::log_refusal(std::string_view sent) { connection_.log_refusal(sent); }

void SocketConnection::upgrade(http::Request request) {
    const auto settings = host_.settings_for(request);
    websocket_ = std::make_unique<websocket::ServerWebSocket>(settings.max_payload);
    first_frame_delay_ = settings.first_frame_delay;
    channel_ = host_.number(connection_);
    host_.apply(core::UpgradeArrived{*channel_, std::move(request)});
}

void SocketConnection::take_requests_later() { connection_.resume_later(); }

void SocketConnection::resumed(Instant) {
    if (accepted_ && !over_) leave_requests();
    else if (http_) http_->take_requests();
    count_unfinished();
    if (peer_finished_) take_end();
}

void SocketConnection::respond(engineio::Respond effect) { http_->respond(std::move(effect)); }

// The answer is sent at once and alone. A browser's client can miss frames that arrive together with the
// answer, before its code knows that the socket is open. So frames wait until the client sends one, or for a
// moment.
void SocketConnection::accept_channel() {
    accepted_ = true;
    write(http_->take_handshake(), {});
    connection_.cork();
    frames_held_until_ = connection_.now() + first_frame_delay_;
    request_wake(connection_.now());
    connection_.resume_later();
}

void SocketConnection::release_frames() {
    if (std::exchange(frames_held_until_, std::nullopt)) connection_.uncork();
}

// From here on, bytes are frames, also those that arrived together with the request.
void SocketConnection::leave_requests() {
    if (!http_) return;
    auto rest = http_->take_rest();
    http_.reset();
    take_frames({rest.data(), rest.size()});
}

void SocketConnection::refuse_channel(const http::Response& response) {
    host_.release(*channel_);
    channel_.reset();
    websocket_.reset();
    http_->refuse_upgrade(response);
}

void SocketConnection::send_frame(const SharedBytes& frame, engineio::Receipt receipt) {
    if (over_) return;
    connection_.write(frame);
    if (receipt != 0) connection_.confirm(receipt);
}

void SocketConnection::confirm(engineio::Receipt receipt) {
    if (!over_) connection_.confirm(receipt);
}

void SocketConnection::close_channel() {
    if (over_) return;
    websocket_->close();
    write(websocket_->take_output(), {});
    end();
}

void SocketConnection::break_channel() {
    if (over_) return;
    write(websocket::broken_frame(), {});
    end();
}

void SocketConnection::take_frames(ByteSpan bytes) {
    if (bytes.size > 0) release_frames();
    while (!over_) {
        auto message = websocket_->next(bytes);
        if (auto output = websocket_->take_output(); !output.empty()) write(std::move(output), {});
        if (!message) break;
        host_.apply(core::FrameArrived{*channel_, std::move(*message)});
    }
    if (over_ || !websocket_->is_closed()) return;
    if (!websocket_->violation().empty())
        host_.apply(core::ChannelViolated{*channel_, websocket_->violation()});
    end();
    lose_channel();
}

void SocketConnection::write(std::string bytes, const std::vector<engineio::Receipt>& receipts) {
    if (lost_) return;
    connection_.write(host_.keep(std::move(bytes)));
    for (const auto receipt : receipts) connection_.confirm(receipt);
}

void SocketConnection::finish() { end(); }

void SocketConnection::end() {
    connection_.finish();
    if (std::exchange(over_, true)) return;
    ended_at_ = connection_.now();
    if (http_) http_->forget_unread();
    request_wake(ended_at_);
}

void SocketConnection::reset() {
    connection_.reset();
    end();
}

void SocketConnection::backlogged(std::size_t bytes) {
    if (bytes > outbox_bytes_max) overflow("the client does not read, and its queue is full");
}

void SocketConnection::overflow(const std::string& why, const std::string& code) {
    if (channel_) host_.apply(core::ChannelViolated{*channel_, why, code});
    lose();
}

void SocketConnection::count_unfinished() {
    const auto before = unfinished_bytes_;
    if (lost_) unfinished_bytes_ = 0;
    else unfinished_bytes_ = http_ ? http_->unfinished_bytes() : websocket_->unfinished_bytes();
    if (unfinished_bytes_ != before) host_.count_unfinished(before, unfinished_bytes_);
}

void SocketConnection::refuse_unfinished() {
    if (http_) http_->refuse_unfinished();
    else
        overflow("the message is not complete, and all clients together have too many such bytes",
                 "unfinished");
    count_unfinished();
}

void SocketConnection::lost() {
    over_ = true;
    lost_ = true;
    count_unfinished();
    const auto unanswered = http_ ? http_->unanswered() : std::vector<http::ExchangeId>();
    for (const auto exchange : unanswered) {
        host_.release(exchange);
        host_.apply(core::ExchangeLost{exchange});
    }
    lose_channel();
}

void SocketConnection::lose_channel() {
    if (!channel_) return;
    host_.release(*channel_);
    host_.apply(core::ChannelLost{*std::exchange(channel_, std::nullopt)});
}

} // namespace chatmock::transport
