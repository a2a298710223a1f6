// TLS on one port: makes its lines, and ends handshakes that take too long.
#pragma once

#include "net/tls/certificates.hpp"
#include "net/tls/tls_line.hpp"

namespace chatmock::net {

struct TlsPortSettings {
    bool takes_plain = true;
    bool takes_faults = false; // of the certificates; else it always shows the good one
};

class TlsPort : public TlsHost {
public:
    using Clock = std::function<Instant()>;
    using LogRefusal = std::function<void(std::string_view sent, const std::string& address)>;

    TlsPort(std::shared_ptr<Certificates> certificates, TlsPortSettings settings, Clock clock,
            LogRefusal log_refusal)
        : certificates_(std::move(certificates)), settings_(settings), clock_(std::move(clock)),
          log_refusal_(std::move(log_refusal)) {}

    std::unique_ptr<Line> wrap(std::unique_ptr<Line> line) {
        return std::make_unique<TlsLine>(std::move(line), *this);
    }

    // To be called now and then.
    void abandon_overdue() { handshakes_.abandon_overdue(now()); }

    Instant now() const override { return clock_(); }
    Handshakes& handshakes() override { return handshakes_; }
    bool takes_plain() const override { return settings_.takes_plain; }
    std::shared_ptr<SSL_CTX> next_context() override {
        return settings_.takes_faults ? certificates_->take() : certificates_->good();
    }
    void log_refusal(std::string_view sent, const std::string& address) override {
        log_refusal_(sent, address);
    }

private:
    std::shared_ptr<Certificates> certificates_;
    TlsPortSettings settings_;
    Clock clock_;
    LogRefusal log_refusal_;
    Handshakes handshakes_;
};

} // namespace chatmock::net
