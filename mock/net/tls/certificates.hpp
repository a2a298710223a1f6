// The certificates that a mock shows, also broken ones on purpose.
#pragma once

#include "net/tls/identity.hpp"

#include <openssl/types.h>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::net {

enum class TlsFault {
    tls_expired,    // the certificate was valid until yesterday
    tls_wrong_host, // it is for another host
    tls_untrusted,  // it is signed by an authority that clients do not trust
};

inline constexpr std::array all_tls_faults = {TlsFault::tls_expired, TlsFault::tls_wrong_host,
                                              TlsFault::tls_untrusted};

std::string_view name_of(TlsFault fault);

class Certificates {
public:
    // Makes an authority and a certificate for the names, valid from a day before `now`.
    static Certificates made_for(std::vector<std::string> names, Instant now);

    // Those of the caller. Fails with `invalid_value` if OpenSSL refuses them, as with a key that is too
    // short.
    static Result<Certificates> of(const Identity& identity, Instant now);

    // PEM; empty if the mock did not make the certificate.
    const std::string& authority() const { return authority_; }

    const std::vector<std::string>& names() const { return names_; }

    // Strikes the next handshakes, `times` of them. Fails with `invalid_value` where the mock's own authority
    // is needed.
    Result<void> strike(TlsFault fault, std::size_t times);
    void stop_striking() { times_left_ = 0; }

    // The fault of the next handshake.
    std::optional<TlsFault> fault() const;
    std::size_t times_left() const { return times_left_; }

    const std::shared_ptr<SSL_CTX>& good() const { return good_; }

    // The context for the next handshake. Each call counts as one of the fault's `times`.
    std::shared_ptr<SSL_CTX> take();

private:
    using Context = std::shared_ptr<SSL_CTX>;

    std::string authority_;
    std::vector<std::string> names_;
    Context good_;
    std::array<Context, all_tls_faults.size()> broken_; // null if it cannot be made
    TlsFault fault_ = TlsFault::tls_untrusted;
    std::size_t times_left_ = 0;
};

} // namespace chatmock::net
