// A line that decrypts TLS if the first byte begins a TLS handshake. Otherwise it passes on the bytes of the
// line below it. Pure: OpenSSL gets bytes and returns bytes.
#pragma once

#include "net/connection/line.hpp"
#include "net/tls/handshakes.hpp"

#include <openssl/bio.h>
#include <openssl/types.h>

#include <functional>
#include <memory>
#include <string>

namespace chatmock::net {

// The shared part of one port's lines.
class TlsHost {
public:
    virtual ~TlsHost() = default;

    virtual Instant now() const = 0;

    // The context of the next connection's handshake.
    virtual std::shared_ptr<SSL_CTX> next_context() = 0;

    virtual Handshakes& handshakes() = 0;

    // False if bytes without TLS are refused.
    virtual bool takes_plain() const = 0;

    // `sent` names what the client sent, and says what to do.
    virtual void log_refusal(std::string_view sent, const std::string& address) = 0;
};

class TlsLine final : public Line, private Handshake {
public:
    // The host outlives this object.
    TlsLine(std::unique_ptr<Line> line, TlsHost& host);
    TlsLine(const TlsLine&) = delete;
    TlsLine& operator=(const TlsLine&) = delete;

    Moved send(const std::string_view* buffers, std::size_t count) override;

    // Uses half of the buffer for encrypted bytes, so that all that arrives at once is decrypted at once.
    Moved receive(ByteSpan into) override;

    void shut_down() override;
    void close() override;
    void reset() override;
    void await_readable(std::shared_ptr<LineUser> user) override;
    void await_writable(std::shared_ptr<LineUser> user) override;
    void await_failure(std::shared_ptr<LineUser> user) override;
    std::string peer() const override { return line_->peer(); }

private:
    enum class State { undecided, plain, handshaking, open, ended, lost };

    static int read_encrypted(BIO* bio, char* into, int size);
    static int write_encrypted(BIO* bio, const char* bytes, int size);
    static long control(BIO* bio, int command, long number, void* pointer);
    static const BIO_METHOD* methods();

    void abandon() override;
    Moved receive_first(ByteSpan into);
    Moved receive_more(ByteSpan into);
    Moved decrypt(ByteSpan into);
    bool begin_tls();
    void note(int result);
    void fail();
    void enter(State state);
    void leave();
    Moved refuse_plain();
    std::size_t encrypt(std::string_view bytes);

    std::unique_ptr<Line> line_;
    TlsHost& host_;
    State state_ = State::undecided;
    Handshakes::Unfinished handshake_; // while the state is `handshaking`
    bool waits_to_send_ = false;       // the handshake continues only after a send
    std::shared_ptr<SSL> tls_;
    std::string_view arrived_; // encrypted bytes, only while OpenSSL reads them
    std::string kept_;         // the unread rest of them, if OpenSSL has to send first
    std::weak_ptr<LineUser> user_;
};

} // namespace chatmock::net
