#include "net/tls/tls_line.hpp"

#include "net/tls/openssl_reason.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace chatmock::net {

namespace {

// The first byte of a handshake (RFC 8446, section 5.1); no method of HTTP begins with it.
constexpr char handshake_byte = 0x16;

constexpr std::size_t record_bytes = SSL3_RT_MAX_PLAIN_LENGTH;

// Calls readable() when the line below is writable: a later turn, or the rest of a handshake.
class ReadOnWritable : public LineUser {
public:
    explicit ReadOnWritable(std::shared_ptr<LineUser> user) : user_(std::move(user)) {}

    void readable() override {}
    void writable() override { user_->readable(); }
    void failed() override { user_->failed(); }

private:
    std::shared_ptr<LineUser> user_;
};

// Buffers as records: short ones are joined, as each record is a write of its own.
class Records {
public:
    Records(const std::string_view* buffers, std::size_t count) : buffers_(buffers), left_(count) {}

    // Empty at the end.
    std::string_view next() {
        while (left_ > 0 && offset_ == buffers_->size()) advance();
        if (left_ == 0) return {};
        const auto first = buffers_->substr(offset_);
        if (left_ == 1 || first.size() >= record_bytes) return first.substr(0, record_bytes);
        return joined(first);
    }

    void remove(std::size_t count) {
        for (; count > 0 && left_ > 0; offset_ == buffers_->size() ? advance() : void()) {
            const auto part = std::min(count, buffers_->size() - offset_);
            offset_ += part;
            count -= part;
        }
    }

private:
    void advance() {
        ++buffers_;
        --left_;
        offset_ = 0;
    }

    std::string_view joined(std::string_view first) {
        auto size = first.copy(record_.data(), record_.size());
        for (std::size_t i = 1; i < left_ && size < record_.size(); ++i)
            size += buffers_[i].copy(record_.data() + size, record_.size() - size);
        return {record_.data(), size};
    }

    const std::string_view* buffers_;
    std::size_t left_;
    std::size_t offset_ = 0;
    std::array<char, record_bytes> record_;
};

} // namespace

TlsLine::TlsLine(std::unique_ptr<Line> line, TlsHost& host) : line_(std::move(line)), host_(host) {}

void TlsLine::enter(State state) {
    state_ = state;
    if (state != State::handshaking) handshake_.reset();
}

// --- OpenSSL's side: encrypted bytes

const BIO_METHOD* TlsLine::methods() {
    static const std::shared_ptr<BIO_METHOD> shared = [] {
        std::shared_ptr<BIO_METHOD> made(BIO_meth_new(BIO_TYPE_SOURCE_SINK, "line"), BIO_meth_free);
        BIO_meth_set_read(made.get(), read_encrypted);
        BIO_meth_set_write(made.get(), write_encrypted);
        BIO_meth_set_ctrl(made.get(), control);
        return made;
    }();
    return shared.get();
}

int TlsLine::read_encrypted(BIO* bio, char* into, int size) {
    auto& self = *static_cast<TlsLine*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    const auto count = self.arrived_.copy(into, static_cast<std::size_t>(size));
    self.arrived_.remove_prefix(count);
    if (count > 0) return static_cast<int>(count);
    BIO_set_retry_read(bio);
    return -1;
}

int TlsLine::write_encrypted(BIO* bio, const char* bytes, int size) {
    auto& self = *static_cast<TlsLine*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    const std::string_view buffer(bytes, static_cast<std::size_t>(size));
    if (buffer.empty()) return 0;
    const auto moved = self.line_->send(&buffer, 1);
    if (moved.bytes > 0) return static_cast<int>(moved.bytes);
    if (!moved.is_lost) BIO_set_retry_write(bio);
    return -1;
}

long TlsLine::control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

bool TlsLine::begin_tls() {
    const auto context = host_.next_context();
    tls_.reset(SSL_new(context.get()), SSL_free);
    auto* const bio = BIO_new(methods());
    if (tls_ == nullptr || bio == nullptr) return false;
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    SSL_set_bio(tls_.get(), bio, bio); // takes it
    SSL_set_accept_state(tls_.get());
    handshake_ = host_.handshakes().begin(*this, host_.now());
    enter(State::handshaking);
    return true;
}

// --- receiving

Moved TlsLine::receive(ByteSpan into) {
    if (state_ == State::plain) return line_->receive(into);
    if (state_ == State::ended) return {0, true};
    if (state_ == State::lost) return {0, false, true};
    return state_ == State::undecided ? receive_first(into) : receive_more(into);
}

Moved TlsLine::receive_first(ByteSpan into) {
    const ByteSpan half{into.data + into.size / 2, into.size - into.size / 2};
    const auto moved = line_->receive(half);
    if (moved.bytes == 0) return moved;
    if (half.data[0] == handshake_byte) {
        if (!begin_tls()) return {0, false, true};
        arrived_ = {half.data, moved.bytes};
        return decrypt(into);
    }
    if (!host_.takes_plain()) return refuse_plain();
    enter(State::plain);
    std::memmove(into.data, half.data, moved.bytes);
    return moved;
}

Moved TlsLine::refuse_plain() {
    host_.log_refusal("bytes without TLS, and takes only TLS; connect with https:// or wss://",
                      line_->peer());
    enter(State::lost);
    return {0, false, true};
}

Moved TlsLine::receive_more(ByteSpan into) {
    const ByteSpan half{into.data + into.size / 2, into.size - into.size / 2};
    auto moved = line_->receive(half);
    if (moved.is_lost) enter(State::lost);
    if (moved.is_lost) return moved;
    if (moved.is_ended) {
        enter(state_ == State::open ? State::ended : State::lost);
        return {0, state_ == State::ended, state_ == State::lost};
    }
    if (moved.bytes == 0 && !waits_to_send_) return moved;
    kept_.append(half.data, kept_.empty() ? 0 : moved.bytes);
    const auto kept = std::exchange(kept_, {});
    arrived_ = kept.empty() ? std::string_view(half.data, moved.bytes) : std::string_view(kept);
    return decrypt(into);
}

// Decrypts all of `arrived_`: OpenSSL stores an incomplete record itself. Bytes are left, and kept, only if a
// handshake has to send first.
Moved TlsLine::decrypt(ByteSpan into) {
    std::size_t count = 0;
    while (count < into.size) {
        ERR_clear_error();
        const int result = SSL_read(tls_.get(), into.data + count, static_cast<int>(into.size - count));
        if (result <= 0) {
            note(result);
            break;
        }
        count += static_cast<std::size_t>(result);
    }
    kept_ = std::string(std::exchange(arrived_, {}));
    if (state_ == State::handshaking && SSL_is_init_finished(tls_.get()) == 1) enter(State::open);
    if (count > 0) return {count};
    return {0, state_ == State::ended, state_ == State::lost};
}

void TlsLine::note(int result) {
    const int why = SSL_get_error(tls_.get(), result);
    waits_to_send_ = why == SSL_ERROR_WANT_WRITE;
    if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE) return;
    if (why == SSL_ERROR_ZERO_RETURN) enter(State::ended);
    else fail();
}

void TlsLine::fail() {
    if (state_ == State::handshaking) {
        host_.log_refusal("a TLS handshake that failed: " + take_openssl_reason() +
                              "; GET /tls shows what the mock offers",
                          line_->peer());
    }
    enter(State::lost);
}

void TlsLine::abandon() {
    host_.log_refusal("a TLS handshake that did not finish in time", line_->peer());
    enter(State::lost);
    if (const auto user = user_.lock()) user->failed();
}

// --- sending

// A protocol sends only after its client has sent. So an earlier send() reports the line as lost.
Moved TlsLine::send(const std::string_view* buffers, std::size_t count) {
    if (state_ == State::plain) return line_->send(buffers, count);
    if (state_ != State::open && state_ != State::ended) return {0, false, true};
    Records records(buffers, count);
    Moved moved;
    for (auto next = records.next(); !next.empty(); next = records.next()) {
        const auto sent = encrypt(next);
        records.remove(sent);
        moved.bytes += sent;
        moved.is_lost = state_ == State::lost;
        if (sent < next.size()) break;
    }
    return moved;
}

// Returns 0 if the line below takes nothing now. Then the caller passes the same bytes again later, as
// OpenSSL requires.
std::size_t TlsLine::encrypt(std::string_view bytes) {
    ERR_clear_error();
    const int result = SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()));
    if (result > 0) return static_cast<std::size_t>(result);
    const int why = SSL_get_error(tls_.get(), result);
    if (why != SSL_ERROR_WANT_WRITE && why != SSL_ERROR_WANT_READ) enter(State::lost);
    return 0;
}

// --- the end

void TlsLine::shut_down() {
    if (state_ == State::open || state_ == State::ended) SSL_shutdown(tls_.get()); // lost if the line is full
    line_->shut_down();
}

void TlsLine::close() {
    if (state_ == State::open || state_ == State::ended) SSL_shutdown(tls_.get());
    leave();
    line_->close();
}

void TlsLine::reset() {
    leave();
    line_->reset();
}

void TlsLine::leave() {
    if (state_ != State::plain) enter(State::lost);
    tls_.reset();
}

// --- waiting

void TlsLine::await_readable(std::shared_ptr<LineUser> user) {
    user_ = user;
    const bool has_news = waits_to_send_ || state_ == State::ended || state_ == State::lost;
    if (has_news) line_->await_writable(std::make_shared<ReadOnWritable>(std::move(user)));
    else line_->await_readable(std::move(user));
}

void TlsLine::await_writable(std::shared_ptr<LineUser> user) { line_->await_writable(std::move(user)); }

void TlsLine::await_failure(std::shared_ptr<LineUser> user) { line_->await_failure(std::move(user)); }

} // namespace chatmock::net
