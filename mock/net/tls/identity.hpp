// Certificates with their keys: made by the mock, or of files.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"

#include <openssl/types.h>

#include <memory>
#include <string>
#include <vector>

namespace chatmock::net {

// The certificate that a server shows, and its key, as OpenSSL has them.
struct Identity {
    std::shared_ptr<X509> certificate;
    std::vector<std::shared_ptr<X509>> chain; // of authorities, without the root if it is left out
    std::shared_ptr<EVP_PKEY> key;
};

struct Validity {
    Instant from;
    Instant until;
};

// A certificate authority of its own: clients must be set up to trust it. Its key is never written anywhere.
class Authority {
public:
    // Clients show `name`.
    Authority(const std::string& name, Validity validity);

    // A certificate for host names and addresses; at least one.
    Identity issue(const std::vector<std::string>& names, Validity validity) const;

    // The authority's certificate, as PEM.
    std::string pem() const;

private:
    std::shared_ptr<X509> certificate_;
    std::shared_ptr<EVP_PKEY> key_;
};

// The certificate of a file, with the authorities that follow it, and its key. Fails with `unreadable_file`,
// or with `invalid_value` if they are not PEM or do not belong together.
Result<Identity> load_identity(const std::string& certificate_file, const std::string& key_file);

} // namespace chatmock::net
