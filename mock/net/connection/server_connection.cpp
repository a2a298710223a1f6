#include "net/connection/server_connection.hpp"

#include <utility>

namespace chatmock::net {

namespace {

// Per turn of the loop, so that a busy peer does not starve others.
constexpr int reads_max = 16;
constexpr int rounds_max = 4;

} // namespace

ServerConnection::ServerConnection(std::unique_ptr<Line> line, ConnectionHost& host)
    : host_(host), line_(std::move(line)) {}

void ServerConnection::start(std::unique_ptr<Protocol> protocol) {
    protocol_ = std::move(protocol);
    read_on();
}

void ServerConnection::write(SharedBytes bytes) {
    if (lost_ || finishing_ || resetting_) return;
    outbox_.push(std::move(bytes));
    undrained_ = true;
    flush_later();
}

void ServerConnection::confirm(Receipt receipt) {
    if (lost_ || finishing_ || resetting_) return;
    outbox_.confirm(receipt);
    flush_later();
}

bool ServerConnection::send_at_once(const SharedBytes& bytes, Receipt receipt) {
    if (!sends_now()) {
        write(bytes);
        if (receipt != 0) confirm(receipt);
        return true;
    }
    const std::string_view buffer = *bytes;
    return sent_at_once(bytes, receipt, line_->send(&buffer, 1));
}

bool ServerConnection::sends_now() const {
    return outbox_.empty() && !flush_scheduled_ && !corked_ && !finishing_ && !resetting_;
}

Line* ServerConnection::line_beside_others() const {
    return sends_now() && line_->is_sent_beside_others() ? line_.get() : nullptr;
}

bool ServerConnection::sent_at_once(const SharedBytes& bytes, Receipt receipt, Moved moved) {
    const bool is_open = outbox_.sent(bytes, receipt, moved, host_.written());
    if (!outbox_.empty()) flush_later();
    return is_open;
}

void ServerConnection::prefetch() const {
    constexpr std::size_t cache_line_bytes = 64;
    const auto* const begin = reinterpret_cast<const char*>(this);
    __builtin_prefetch(begin);
    __builtin_prefetch(begin + cache_line_bytes);
    __builtin_prefetch(begin + 2 * cache_line_bytes);
}

// A failure shows again at the next attempt.
void ServerConnection::cork() {
    outbox_.write_to(*line_, host_.written());
    corked_ = true;
}

void ServerConnection::uncork() {
    if (std::exchange(corked_, false)) flush_later();
}

void ServerConnection::finish() {
    finishing_ = true;
    flush_later();
}

void ServerConnection::reset() {
    resetting_ = true;
    flush_later();
}

void ServerConnection::log_refusal(std::string_view sent) { host_.log_refusal(sent, line_->peer()); }

void ServerConnection::wake_at(std::optional<Instant> at) {
    if (!lost_ && !lingering_) request_wake(at);
}

void ServerConnection::request_wake(std::optional<Instant> at) {
    if (at != wakes_at_) host_.wake_at(*this, std::exchange(wakes_at_, at), at);
}

void ServerConnection::wake() {
    wakes_at_.reset();
    if (lingering_) lose();
    else protocol_->woken(host_.now());
}

void ServerConnection::resume() {
    if (!lost_) protocol_->resumed(host_.now());
}

void ServerConnection::readable() {
    waits_readable_ = false;
    if (!lost_) read();
}

void ServerConnection::writable() {
    waits_writable_ = false;
    if (!lost_) flush_later(); // with the others, so that receipts are reported
}

void ServerConnection::failed() { lose(); }

void ServerConnection::read() {
    const auto buffer = host_.receive_buffer();
    std::size_t count = buffer.size;
    for (int i = 0; i < reads_max && count == buffer.size && !lost_ && !peer_finished_;
         ++i) { // a short read emptied the kernel's buffer
        const auto moved = line_->receive(buffer);
        count = moved.bytes;
        if (moved.is_lost) return lose();
        if (moved.is_ended) take_end();
        else if (count == 0) break;
        else if (!finishing_) protocol_->received({buffer.data, count}, host_.now());
        if (!finishing_ && !protocol_->wants_bytes()) break;
    }
    if (flush_scheduled_ && host_.answers_at_once()) flush();
    read_on();
}

void ServerConnection::read_on() {
    if (lost_ || peer_finished_ || waits_readable_) return;
    if (!finishing_ && !protocol_->wants_bytes()) return;
    waits_readable_ = true;
    line_->await_readable(shared_from_this());
}

// A peer that has finished is always readable, so wait for a failure: a reset still shows.
void ServerConnection::take_end() {
    peer_finished_ = true;
    protocol_->peer_finished(host_.now());
    if (lost_) return;
    line_->await_failure(shared_from_this());
    if (finishing_) flush_later();
}

void ServerConnection::flush_later() {
    if (lost_ || std::exchange(flush_scheduled_, true)) return;
    host_.flush_later(*this);
}

void ServerConnection::flush() {
    if (!lost_ && !corked_) send_out();
    flush_scheduled_ = false;
}

// Performs the requested actions, and lets the protocol continue as far as the line accepts bytes.
void ServerConnection::send_out() {
    for (int round = 0; round < rounds_max && !waits_writable_; ++round) {
        if (!outbox_.write_to(*line_, host_.written())) return lose();
        if (resetting_ || !outbox_.empty()) break;
        if (!std::exchange(undrained_, false) || finishing_) break;
        protocol_->drained(host_.now());
        if (lost_) return;
    }
    if (resetting_) return lose();
    if (outbox_.empty()) return finishing_ ? linger() : read_on();
    protocol_->backlogged(outbox_.bytes());
    if (lost_ || std::exchange(waits_writable_, true)) return;
    line_->await_writable(shared_from_this());
}

// Closing a socket with unread bytes resets the peer before it reads the answer (RFC 9112, section 9.6).
void ServerConnection::linger() {
    if (peer_finished_) return lose();
    if (!std::exchange(lingering_, true)) {
        line_->shut_down();
        request_wake(host_.now() + host_.linger_max());
    }
    read_on();
}

void ServerConnection::lose() {
    if (std::exchange(lost_, true)) return;
    const auto self = shared_from_this();
    if (resetting_) line_->reset();
    else line_->close();
    outbox_ = Outbox();
    request_wake(std::nullopt);
    host_.forget(*this);
    protocol_->lost();
}

void ServerConnection::discard() {
    if (!std::exchange(lost_, true)) line_->close();
    protocol_.reset();
}

} // namespace chatmock::net
