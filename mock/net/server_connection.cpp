#include "net/server_connection.hpp"

#include <asio/post.hpp>

#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace chatmock::net {

namespace {

using asio::ip::tcp;

// Per turn of the loop, so that a busy peer does not starve others.
constexpr int reads_max = 16;
constexpr int rounds_max = 4;

// The time for a peer to close its side after this one has finished.
constexpr Milliseconds linger_max{2000};

// The capacity that an idle connection keeps after a long answer.
constexpr std::size_t idle_buffer_bytes_max = 16 * 1024;

bool is_would_block(const asio::error_code& failure) {
    return failure == asio::error::would_block || failure == asio::error::try_again;
}

} // namespace

ServerConnection::ServerConnection(TcpSocket socket, std::string address, ConnectionHost& host)
    : host_(host), socket_(std::move(socket)), address_(std::move(address)) {}

void ServerConnection::start(std::unique_ptr<Protocol> protocol) {
    protocol_ = std::move(protocol);
    asio::error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(tcp::no_delay(true), ignored);
    wait_readable();
}

void ServerConnection::write(std::string_view bytes) {
    if (lost_ || finishing_ || resetting_) return;
    out_ += bytes;
    undrained_ = true;
    act_later();
}

void ServerConnection::finish() {
    finishing_ = true;
    act_later();
}

void ServerConnection::reset() {
    resetting_ = true;
    act_later();
}

void ServerConnection::log_refusal(std::string_view sent) { host_.log_refusal(sent, address_); }

void ServerConnection::wake_at(std::optional<Instant> at) {
    wakes_at_ = at;
    if (at) host_.wake_at(*at);
}

void ServerConnection::wake_if_due(Instant now) {
    if (lost_ || !wakes_at_ || *wakes_at_ > now) return;
    wakes_at_.reset();
    if (lingering_) return lose();
    in_turn_ = true;
    protocol_->woken(now);
    act();
}

void ServerConnection::wait_readable() {
    if (std::exchange(waits_readable_, true)) return;
    socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const asio::error_code& failure) {
        self->waits_readable_ = false;
        if (!failure && !self->lost_) self->read();
    });
}

// A peer that has finished is always readable, so wait for an error: a reset still shows.
void ServerConnection::wait_error() {
    socket_.async_wait(tcp::socket::wait_error, [self = shared_from_this()](const asio::error_code& failure) {
        if (!failure && !self->lost_) self->lose();
    });
}

void ServerConnection::read() {
    auto& buffer = host_.receive_buffer();
    std::size_t count = buffer.size();
    in_turn_ = true;
    for (int i = 0; i < reads_max && count == buffer.size() && !peer_finished_;
         ++i) { // a short read emptied the kernel's buffer
        asio::error_code failure;
        count = socket_.read_some(asio::buffer(buffer), failure);
        if (is_would_block(failure)) break;
        if (failure == asio::error::eof) take_end();
        else if (failure) return lose();
        else if (!finishing_) protocol_->received({buffer.data(), count}, host_.now());
        if (!finishing_ && !protocol_->wants_bytes()) break;
    }
    act();
}

void ServerConnection::take_end() {
    peer_finished_ = true;
    if (!finishing_) protocol_->peer_finished(host_.now());
    wait_error();
}

void ServerConnection::act_later() {
    if (in_turn_ || lost_ || std::exchange(act_scheduled_, true)) return;
    asio::post(socket_.get_executor(), [self = shared_from_this()] {
        self->act_scheduled_ = false;
        if (!self->lost_) self->act();
    });
}

// Performs the requested actions, and lets the protocol continue as far as the kernel accepts bytes.
void ServerConnection::act() {
    in_turn_ = true;
    for (int round = 0; round < rounds_max; ++round) {
        if (resetting_ || !send()) return lose();
        if (sent_ < out_.size()) break;
        forget_sent();
        if (!std::exchange(undrained_, false) || finishing_) break;
        protocol_->drained(host_.now());
    }
    in_turn_ = false;
    if (resetting_) lose();
    else if (sent_ < out_.size()) wait_writable();
    else if (finishing_) linger();
    else if (!peer_finished_ && protocol_->wants_bytes()) wait_readable();
}

void ServerConnection::forget_sent() {
    if (out_.capacity() > idle_buffer_bytes_max) out_ = std::string();
    else out_.clear();
    sent_ = 0;
}

// False if the connection is lost; a full kernel buffer is not an error.
bool ServerConnection::send() {
    while (sent_ < out_.size()) {
        const auto count = ::send(socket_.native_handle(), out_.data() + sent_, out_.size() - sent_,
                                  MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
        sent_ += static_cast<std::size_t>(count);
    }
    return true;
}

void ServerConnection::wait_writable() {
    if (std::exchange(waits_writable_, true)) return;
    socket_.async_wait(tcp::socket::wait_write, [self = shared_from_this()](const asio::error_code& failure) {
        self->waits_writable_ = false;
        if (!failure && !self->lost_) self->act();
    });
}

// Closing a socket with unread bytes resets the peer before it reads the answer (RFC 9112, section 9.6).
void ServerConnection::linger() {
    if (peer_finished_) return lose();
    if (!std::exchange(lingering_, true)) {
        asio::error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
        wake_at(host_.now() + linger_max);
    }
    wait_readable();
}

void ServerConnection::lose() {
    if (std::exchange(lost_, true)) return;
    const auto self = shared_from_this();
    asio::error_code ignored;
    if (resetting_) socket_.set_option(tcp::socket::linger(true, 0), ignored);
    socket_.close(ignored);
    host_.forget(*this);
    protocol_->lost();
    protocol_.reset();
}

} // namespace chatmock::net
