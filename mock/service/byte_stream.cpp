#include "service/byte_stream.hpp"

#include "base/files/files.hpp"
#include "service/name_lookup.hpp"

#include <asio/connect.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/post.hpp>
#include <asio/ssl.hpp>
#include <asio/steady_timer.hpp>
#include <asio/write.hpp>

#include <array>
#include <optional>

namespace chatmock::service {

namespace {

using asio::ip::tcp;
using TlsContext = std::shared_ptr<asio::ssl::context>;
using TlsSocket = asio::ssl::stream<tcp::socket&>;

constexpr std::size_t waiting_bytes_max = 1024 * 1024; // a client sends little
// Fixed, as the kernel's default differs between machines and adds to the unread data.
constexpr int send_buffer_bytes = 64 * 1024;
constexpr std::chrono::seconds farewell_patience{1};

class Stream : public ByteStream, public std::enable_shared_from_this<Stream> {
public:
    Stream(asio::io_context& context, TlsContext tls, Handlers handlers)
        : context_(context), tls_(std::move(tls)), socket_(context), farewell_(context),
          handlers_(std::move(handlers)) {}

    void connect(const std::string& host, int port) {
        if (tls_) {
            encrypted_.emplace(socket_, *tls_);
            encrypted_->set_verify_callback(asio::ssl::host_name_verification(host));
            // SNI carries host names only (RFC 6066, section 3).
            if (!is_address(host)) SSL_set_tlsext_host_name(encrypted_->native_handle(), host.c_str());
        }
        lookup_.start(context_, host, port,
                      [self = shared_from_this()](const asio::error_code& failure, const auto& found) {
                          if (failure) return self->end(failure.message());
                          // Connecting to several addresses hides the error of opening a socket.
                          asio::error_code unopened;
                          tcp::socket(self->context_).open(found.front().protocol(), unopened);
                          if (unopened) return self->end(unopened.message());
                          asio::async_connect(self->socket_, found,
                                              [self](const asio::error_code& refused, const auto&) {
                                                  if (refused) return self->end(refused.message());
                                                  self->connected();
                                              });
                      });
    }

    void write(std::string bytes) override {
        if (waiting_.size() + bytes.size() > waiting_bytes_max) {
            asio::post(socket_.get_executor(),
                       [self = shared_from_this()] { self->end("the service does not read"); });
            return;
        }
        waiting_ += bytes;
        if (ready_) write_next();
    }

    void close_after_writing() override {
        closing_ = true;
        handlers_ = {};
        if (!ready_ || (waiting_.empty() && writing_.empty())) return close();
        farewell_.expires_after(farewell_patience);
        farewell_.async_wait([self = shared_from_this()](const asio::error_code& failure) {
            if (!failure) self->close();
        });
    }

    void close() override {
        handlers_ = {};
        ready_ = false;
        farewell_.cancel();
        lookup_.cancel();
        asio::error_code ignored;
        socket_.close(ignored);
    }

private:
    void connected() {
        asio::error_code ignored;
        socket_.set_option(tcp::no_delay(true), ignored);
        socket_.set_option(asio::socket_base::send_buffer_size(send_buffer_bytes), ignored);
        if (!encrypted_) return begin();
        encrypted_->async_handshake(TlsSocket::client,
                                    [self = shared_from_this()](const asio::error_code& failure) {
                                        if (failure) self->end("TLS: " + failure.message());
                                        else self->begin();
                                    });
    }

    void begin() {
        ready_ = true;
        read();
        write_next();
    }

    template <typename Act>
    void with_stream(Act act) {
        if (encrypted_) act(*encrypted_);
        else act(socket_);
    }

    void read() {
        with_stream([this](auto& stream) {
            stream.async_read_some(asio::buffer(buffer_), [self = shared_from_this()](
                                                              const asio::error_code& failure,
                                                              std::size_t size) {
                if (failure) return self->end(self->is_clean(failure) ? "" : failure.message());
                const auto handlers =
                    self->handlers_; // a handler that closes the stream must not be destroyed while it runs
                if (handlers.received) handlers.received({self->buffer_.data(), size});
                if (self->socket_.is_open()) self->read();
            });
        });
    }

    // Some servers end the connection without TLS's close message.
    static bool is_clean(const asio::error_code& failure) {
        return failure == asio::error::eof || failure == asio::ssl::error::stream_truncated;
    }

    void write_next() {
        if (!writing_.empty() || waiting_.empty()) return;
        writing_.swap(waiting_);
        with_stream([this](auto& stream) {
            asio::async_write(stream, asio::buffer(writing_),
                              [self = shared_from_this()](const asio::error_code& failure, std::size_t) {
                                  self->writing_.clear();
                                  if (failure) return self->end(failure.message());
                                  self->write_next();
                                  if (self->closing_ && self->writing_.empty()) self->close();
                              });
        });
    }

    void end(const std::string& detail) {
        const auto handlers = std::exchange(handlers_, {});
        close();
        if (handlers.ended) handlers.ended(detail);
    }

    asio::io_context& context_;
    TlsContext tls_;
    NameLookup lookup_;
    tcp::socket socket_;
    asio::steady_timer farewell_;
    std::optional<TlsSocket> encrypted_;
    Handlers handlers_;
    std::array<char, 16 * 1024> buffer_;
    std::string waiting_;
    std::string writing_;
    bool ready_ = false;
    bool closing_ = false;
};

} // namespace

Result<TlsContext> make_tls_context(const TlsSettings& settings) {
    auto tls = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    tls->set_verify_mode(settings.insecure ? asio::ssl::verify_none : asio::ssl::verify_peer);
    asio::error_code failure;
    if (settings.ca_file.empty()) tls->set_default_verify_paths(failure);
    else if (const auto text = read_text_file(settings.ca_file); text) // does not block on a pipe
        tls->add_certificate_authority(asio::buffer(*text), failure);
    else return text.error();
    if (!failure) return tls;
    Error error{ErrorCode::unreadable_file, "expected certificates (PEM): " + failure.message()};
    error.file = settings.ca_file;
    return error;
}

std::shared_ptr<ByteStream> connect_stream(asio::io_context& context, const std::string& host, int port,
                                           TlsContext tls, ByteStream::Handlers handlers) {
    auto stream = std::make_shared<Stream>(context, std::move(tls), std::move(handlers));
    stream->connect(host, port);
    return stream;
}

} // namespace chatmock::service
