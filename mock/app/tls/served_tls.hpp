// TLS of the ports that `serve` opens: its certificates from the options, and its view for calls.
#pragma once

#include "app/cli/options.hpp"
#include "base/json/json.hpp"
#include "base/result.hpp"
#include "control/tls.hpp"
#include "net/tls/certificates.hpp"

#include <memory>
#include <optional>

namespace chatmock::app {

class ServedTls : public control::Tls {
public:
    // `hosts` are the ports' own. Nullptr if TLS is off. Fails with `invalid_value` for options that do not
    // fit, and as load_identity().
    static Result<std::unique_ptr<ServedTls>> of(const Options& options,
                                                 const std::vector<std::string>& hosts, Instant now);

    const std::shared_ptr<net::Certificates>& certificates() const { return certificates_; }

    Json shown() const override;
    const std::string& authority() const override { return certificates_->authority(); }
    Result<void> strike(const std::string& kind, std::size_t times) override;
    void stop_striking() override { certificates_->stop_striking(); }

private:
    ServedTls(net::Certificates certificates, bool only)
        : certificates_(std::make_shared<net::Certificates>(std::move(certificates))), only_(only) {}

    std::shared_ptr<net::Certificates> certificates_;
    bool only_;
};

} // namespace chatmock::app
