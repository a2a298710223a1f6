#include "net/tls/certificates.hpp"

#include "net/tls/openssl_reason.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <utility>

namespace chatmock::net {

namespace {

using std::chrono::hours;

constexpr hours day{24};
constexpr auto valid_for = 365 * day; // browsers refuse more than 398 days

std::size_t index_of(TlsFault fault) { return static_cast<std::size_t>(fault); }

// Null if OpenSSL refuses the certificate or its key.
std::shared_ptr<SSL_CTX> context_for(const Identity& identity) {
    std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    if (context == nullptr) return nullptr;
    auto* const raw = context.get();
    SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
    SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(raw, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                              SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(raw, 1);
    if (SSL_CTX_use_certificate(raw, identity.certificate.get()) != 1) return nullptr;
    for (const auto& authority : identity.chain)
        if (SSL_CTX_add1_chain_cert(raw, authority.get()) != 1) return nullptr;
    if (SSL_CTX_use_PrivateKey(raw, identity.key.get()) != 1) return nullptr;
    return context;
}

std::shared_ptr<SSL_CTX> untrusted_for(const std::vector<std::string>& names, Validity validity) {
    return context_for(
        Authority("chatmock: an authority that nobody trusts", validity).issue(names, validity));
}

} // namespace

std::string_view name_of(TlsFault fault) {
    switch (fault) {
        case TlsFault::tls_expired: return "tls_expired";
        case TlsFault::tls_wrong_host: return "tls_wrong_host";
        case TlsFault::tls_untrusted: break;
    }
    return "tls_untrusted";
}

Certificates Certificates::made_for(std::vector<std::string> names, Instant now) {
    const Validity validity{now - day, now + valid_for};
    const Authority authority("chatmock, made at its start", {now - 30 * day, now + valid_for});
    Certificates certificates;
    certificates.authority_ = authority.pem();
    certificates.good_ = context_for(authority.issue(names, validity));
    certificates.broken_[index_of(TlsFault::tls_expired)] =
        context_for(authority.issue(names, {now - 29 * day, now - day}));
    certificates.broken_[index_of(TlsFault::tls_wrong_host)] =
        context_for(authority.issue({"wrong-host.invalid"}, validity));
    certificates.broken_[index_of(TlsFault::tls_untrusted)] = untrusted_for(names, validity);
    certificates.names_ = std::move(names);
    return certificates;
}

Result<Certificates> Certificates::of(const Identity& identity, Instant now) {
    Certificates certificates;
    ERR_clear_error();
    certificates.good_ = context_for(identity);
    if (certificates.good_ == nullptr) {
        return Error{ErrorCode::invalid_value,
                     "--tls-cert: expected a certificate that TLS can use, got: " + take_openssl_reason()};
    }
    certificates.broken_[index_of(TlsFault::tls_untrusted)] =
        untrusted_for({"localhost"}, {now - day, now + valid_for});
    return certificates;
}

Result<void> Certificates::strike(TlsFault fault, std::size_t times) {
    if (broken_[index_of(fault)] == nullptr)
        return Error{ErrorCode::invalid_value,
                     "expected tls_untrusted, got " + std::string(name_of(fault)) +
                         ": the other kinds need --tls auto, which makes an authority for them",
                     "/kind"};
    fault_ = fault;
    times_left_ = times;
    return {};
}

std::optional<TlsFault> Certificates::fault() const {
    if (times_left_ == 0) return std::nullopt;
    return fault_;
}

std::shared_ptr<SSL_CTX> Certificates::take() {
    if (times_left_ == 0) return good_;
    --times_left_;
    return broken_[index_of(fault_)];
}

} // namespace chatmock::net
