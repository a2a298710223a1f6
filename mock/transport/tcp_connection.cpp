#include "transport/tcp_connection.hpp"

#include <asio/post.hpp>

#include <algorithm>
#include <utility>

namespace chatmock::transport {

namespace {

using asio::ip::tcp;

// The limit of unsent bytes; a client past it counts as disconnected.
constexpr std::size_t outbox_bytes_max = 64 * 1024 * 1024;

// The time for a peer to close its side after this one has finished.
constexpr std::chrono::seconds end_max{75};

// Per turn of the loop, so that a busy client does not starve others.
constexpr int reads_max = 16;

using std::chrono::steady_clock;

bool is_would_block(const asio::error_code& failure) {
    return failure == asio::error::would_block || failure == asio::error::try_again;
}

} // namespace

TcpConnection::TcpConnection(TcpSocket socket, const tcp::endpoint& peer, ConnectionHost& host)
    : host_(host), socket_(std::move(socket)),
      http_(std::make_unique<HttpConnection>(*this, net::address_of(peer), steady_clock::now())) {}

TcpConnection::~TcpConnection() = default;

void TcpConnection::start() {
    asio::error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(tcp::no_delay(true), ignored);
    wait_readable();
}

void TcpConnection::wait_readable() {
    socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const asio::error_code& failure) {
        if (failure || self->stage_ == Stage::lost) return;
        self->read();
    });
}

void TcpConnection::read() {
    auto& buffer = host_.receive_buffer();
    std::size_t count = buffer.size();
    for (int i = 0; i < reads_max && count == buffer.size() && stage_ != Stage::lost;
         ++i) { // a short read emptied the kernel's buffer
        asio::error_code failure;
        count = socket_.read_some(asio::buffer(buffer), failure);
        if (is_would_block(failure)) break;
        if (failure == asio::error::eof) return peer_finished();
        if (failure) return lose();
        received(asio::buffer(buffer, count));
        count_unfinished();
    }
    if (stage_ != Stage::lost) wait_readable();
}

// True if the client, which sends no more, has received all its answers.
bool TcpConnection::is_answered() const {
    return is_writing() && !channel_ && !(http_ && http_->is_requested());
}

// Processes received bytes first.
void TcpConnection::peer_finished() {
    peer_finished_ = true;
    if (http_ && http_->has_more() && !is_over()) return;
    if (is_answered()) end_after_writing(Stage::ending);
    else lose();
}

void TcpConnection::received(asio::mutable_buffer bytes) {
    if (is_over()) return; // only read to learn when the peer closes
    if (accepted_) {
        leave_requests();
        return take_frames(bytes);
    }
    http_->received({static_cast<const char*>(bytes.data()), bytes.size()}, steady_clock::now());
}

std::uint64_t TcpConnection::new_number() { return host_.number(*this); }

void TcpConnection::release(std::uint64_t number) { host_.release(number); }

core::SocketSettings TcpConnection::settings_for(http::Request request) {
    return host_.settings_for(std::move(request));
}

void TcpConnection::apply(core::Input input) { host_.apply(std::move(input)); }

void TcpConnection::log_refusal(std::string_view sent) {
    asio::error_code failure;
    const auto peer = socket_.remote_endpoint(failure);
    host_.log_refusal(sent, failure ? "an address that has left" : net::address_of(peer));
}

void TcpConnection::upgrade(http::Request request) {
    const auto settings = host_.settings_for(request);
    websocket_ = std::make_unique<websocket::ServerWebSocket>(settings.max_payload);
    first_frame_delay_ = settings.first_frame_delay;
    channel_ = host_.number(*this);
    host_.apply(core::UpgradeArrived{*channel_, std::move(request)});
}

void TcpConnection::take_requests_later() {
    asio::post(socket_.get_executor(), [self = shared_from_this()] {
        if (self->http_) self->http_->take_requests();
        self->count_unfinished();
        if (self->peer_finished_) self->peer_finished();
    });
}

void TcpConnection::respond(engineio::Respond effect) { http_->respond(std::move(effect)); }

// The answer is sent at once and alone. A browser's client can miss frames that arrive together with the
// answer, before its code knows that the socket is open. So frames wait until the client sends one, or for a
// moment.
void TcpConnection::accept_channel() {
    accepted_ = true;
    push(http_->take_handshake());
    outbox_.write_to(socket_.native_handle(), host_.written()); // an error repeats at the next attempt
    frames_held_ = true;
    host_.release_frames_later(*this, first_frame_delay_);
    asio::post(socket_.get_executor(), [self = shared_from_this()] {
        if (!self->is_over()) self->leave_requests();
    });
}

void TcpConnection::release_frames() {
    if (std::exchange(frames_held_, false)) schedule_flush();
}

// From here on, bytes are frames, also those that arrived together with the request.
void TcpConnection::leave_requests() {
    if (!http_) return;
    auto rest = http_->take_rest();
    http_.reset();
    take_frames(asio::buffer(rest));
    count_unfinished();
}

void TcpConnection::refuse_channel(const http::Response& response) {
    host_.release(*channel_);
    channel_.reset();
    websocket_.reset();
    http_->refuse_upgrade(response);
}

void TcpConnection::send_frame(SharedBytes frame, engineio::Receipt receipt) {
    if (is_over()) return;
    outbox_.push(std::move(frame));
    if (receipt != 0) outbox_.confirm(receipt);
    schedule_flush();
}

bool TcpConnection::send_at_once(const SharedBytes& frame, engineio::Receipt receipt) {
    if (!outbox_.empty() || flush_scheduled_ || frames_held_ || is_over()) {
        send_frame(frame, receipt);
        return true;
    }
    const auto failure = outbox_.send(frame, receipt, socket_.native_handle(), host_.written());
    if (!outbox_.empty()) schedule_flush();
    return !failure;
}

void TcpConnection::confirm(engineio::Receipt receipt) {
    if (is_over()) return;
    outbox_.confirm(receipt);
    schedule_flush();
}

void TcpConnection::close_channel() {
    if (is_over()) return;
    websocket_->close();
    push(websocket_->take_output());
    end_after_writing(Stage::ending);
}

void TcpConnection::break_channel() {
    if (is_over()) return;
    push(websocket::broken_frame());
    end_after_writing(Stage::ending);
}

void TcpConnection::reset() { end_after_writing(Stage::resetting); }

void TcpConnection::take_frames(asio::mutable_buffer bytes) {
    if (bytes.size() > 0) release_frames();
    while (!is_over()) {
        auto message = websocket_->next(bytes);
        if (auto output = websocket_->take_output(); !output.empty()) push(std::move(output));
        if (!message) break;
        host_.apply(core::FrameArrived{*channel_, std::move(*message)});
    }
    if (is_over() || !websocket_->is_closed()) return;
    if (!websocket_->violation().empty())
        host_.apply(core::ChannelViolated{*channel_, websocket_->violation()});
    end_after_writing(Stage::ending);
    lose_channel();
}

void TcpConnection::end_if_overdue(SteadyTime now) {
    if (stage_ == Stage::lost) return;
    if (is_over() && now > ended_at_ + end_max) lose();
    else if (!is_over() && http_) http_->end_if_overdue(now);
}

void TcpConnection::write(std::string bytes, const std::vector<engineio::Receipt>& receipts) {
    push(std::move(bytes), receipts);
}

void TcpConnection::finish() { end_after_writing(Stage::ending); }

void TcpConnection::push(std::string bytes, const std::vector<engineio::Receipt>& receipts) {
    if (stage_ == Stage::lost) return;
    outbox_.push(host_.keep(std::move(bytes)));
    for (const auto receipt : receipts) outbox_.confirm(receipt);
    schedule_flush();
}

void TcpConnection::schedule_flush() {
    if (std::exchange(flush_scheduled_, true)) return;
    host_.flush_later(*this);
}

void TcpConnection::end_after_writing(Stage stage) {
    if (!is_over()) ended_at_ = steady_clock::now();
    stage_ = std::max(stage_, stage);
    if (http_) http_->forget_unread();
    schedule_flush();
}

void TcpConnection::flush() {
    flush_scheduled_ = false;
    if (stage_ == Stage::lost || frames_held_) return;
    if (!waits_writable_) {
        const auto failure = outbox_.write_to(socket_.native_handle(), host_.written());
        if (failure) return lose();
    }
    if (stage_ == Stage::resetting) return lose();
    if (outbox_.bytes() > outbox_bytes_max)
        return overflow("the client does not read, and its queue is full");
    if (!outbox_.empty()) return wait_writable();
    asio::error_code ignored;
    if (peer_finished_ && is_over()) lose();
    else if (is_over()) socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

void TcpConnection::wait_writable() {
    if (std::exchange(waits_writable_, true)) return;
    socket_.async_wait(tcp::socket::wait_write, [self = shared_from_this()](const asio::error_code& failure) {
        self->waits_writable_ = false;
        if (!failure) self->schedule_flush(); // flush with the others, so that receipts are reported
    });
}

void TcpConnection::overflow(const std::string& why, const std::string& code) {
    if (channel_) host_.apply(core::ChannelViolated{*channel_, why, code});
    lose();
}

void TcpConnection::count_unfinished() {
    const auto before = unfinished_bytes_;
    if (stage_ == Stage::lost) unfinished_bytes_ = 0;
    else unfinished_bytes_ = http_ ? http_->unfinished_bytes() : websocket_->unfinished_bytes();
    if (unfinished_bytes_ != before) host_.count_unfinished(before, unfinished_bytes_);
}

void TcpConnection::refuse_unfinished() {
    if (http_) http_->refuse_unfinished();
    else
        overflow("the message is not complete, and all clients together have too many such bytes",
                 "unfinished");
    count_unfinished();
}

// All ends pass here: closes the socket and informs the world.
void TcpConnection::lose() {
    if (stage_ == Stage::lost) return;
    const bool resets = std::exchange(stage_, Stage::lost) == Stage::resetting;
    asio::error_code ignored;
    if (resets) socket_.set_option(tcp::socket::linger(true, 0), ignored);
    socket_.close(ignored);
    outbox_ = Outbox();
    count_unfinished();
    const auto self = shared_from_this();
    host_.forget(*this);
    const auto unanswered = http_ ? http_->unanswered() : std::vector<http::ExchangeId>();
    for (const auto exchange : unanswered) {
        host_.release(exchange);
        host_.apply(core::ExchangeLost{exchange});
    }
    lose_channel();
}

void TcpConnection::lose_channel() {
    if (!channel_) return;
    host_.release(*channel_);
    host_.apply(core::ChannelLost{*std::exchange(channel_, std::nullopt)});
}

} // namespace chatmock::transport
