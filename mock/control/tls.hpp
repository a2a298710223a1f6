// TLS of the mock's ports, as calls show and change it.
#pragma once

#include "control/routes.hpp"

#include <cstddef>
#include <string>

namespace chatmock::control {

class Tls {
public:
    virtual ~Tls() = default;

    // The answer of GET /tls.
    virtual Json shown() const = 0;

    // The authority's certificate, as PEM; empty if the mock made none.
    virtual const std::string& authority() const = 0;

    // Breaks the certificate of the next handshakes on the socket port. Fails with `invalid_value` for a kind
    // that is unknown or impossible here.
    virtual Result<void> strike(const std::string& kind, std::size_t times) = 0;
    virtual void stop_striking() = 0;
};

Result<Asked> ask_tls(const Call& call);
Result<Asked> ask_tls_authority(const Call& call);
Result<Asked> ask_set_tls_fault(const Call& call);
Result<Asked> ask_remove_tls_fault(const Call& call);

// Ends the fault if the call resets the default sandbox, which is the mock's own state.
void end_tls_fault_on_reset(const Asked& asked, const std::string& sandbox, Tls* tls);

} // namespace chatmock::control
