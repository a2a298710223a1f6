#include "app/tls/served_tls.hpp"

#include "base/text/nearest.hpp"
#include "net/tls/host_name.hpp"

#include <algorithm>

namespace chatmock::app {

namespace {

// Of the machine itself: for Docker's containers and Android's emulator, too.
const std::vector<std::string> names_of_every_machine = {"localhost", "127.0.0.1", "::1",
                                                         "host.docker.internal", "10.0.2.2"};

bool is_wildcard(const std::string& host) { return host == "0.0.0.0" || host == "::"; }

void add(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

// The given names must be usable; those that are found are left out if they are not.
Result<std::vector<std::string>> names_for(const Options& options, const std::vector<std::string>& hosts) {
    auto names = names_of_every_machine;
    for (const auto& name : options.tls_names) {
        if (!net::is_host_name(name))
            return Error{ErrorCode::invalid_value,
                         "--tls-name: expected a host name or an address, got \"" + name + "\""};
        add(names, name);
    }
    for (const auto& host : hosts)
        if (!is_wildcard(host) && net::is_host_name(host)) add(names, host);
    if (const auto own = net::name_of_this_host(); net::is_host_name(own)) add(names, own);
    return names;
}

// Empty if the options fit together.
std::string conflict_of(const Options& options) {
    const bool is_own = !options.tls_certificate.empty();
    if (is_own != !options.tls_key.empty())
        return is_own ? "--tls-key: expected the file of the certificate's key besides --tls-cert"
                      : "--tls-cert: expected the file of the key's certificate besides --tls-key";
    if (is_own && options.tls == "auto")
        return "--tls: expected auto, or --tls-cert with --tls-key, got both";
    const bool is_on = is_own || options.tls == "auto";
    if (!is_on && options.tls_only) return "--tls-only: expected --tls auto, or --tls-cert with --tls-key";
    if (options.tls != "auto" && !options.tls_names.empty())
        return "--tls-name: expected --tls auto, as only the mock's own certificate takes names";
    return "";
}

} // namespace

Result<std::unique_ptr<ServedTls>> ServedTls::of(const Options& options,
                                                 const std::vector<std::string>& hosts, Instant now) {
    if (const auto conflict = conflict_of(options); !conflict.empty())
        return Error{ErrorCode::invalid_value, conflict};
    if (options.tls == "auto") {
        auto names = names_for(options, hosts);
        if (!names) return names.error();
        return std::unique_ptr<ServedTls>(
            new ServedTls(net::Certificates::made_for(std::move(*names), now), options.tls_only));
    }
    if (options.tls_certificate.empty()) return std::unique_ptr<ServedTls>();
    const auto identity = net::load_identity(options.tls_certificate, options.tls_key);
    if (!identity) return identity.error();
    auto certificates = net::Certificates::of(*identity, now);
    if (!certificates) return certificates.error();
    return std::unique_ptr<ServedTls>(new ServedTls(std::move(*certificates), options.tls_only));
}

Json ServedTls::shown() const {
    const auto& certificates = *certificates_;
    Json shown = {{"certificate", certificates.authority().empty() ? "own" : "auto"},
                  {"only", only_},
                  {"names", certificates.names()},
                  {"fault", nullptr}};
    if (const auto fault = certificates.fault())
        shown["fault"] = {{"kind", name_of(*fault)}, {"times", certificates.times_left()}};
    return shown;
}

Result<void> ServedTls::strike(const std::string& kind, std::size_t times) {
    std::vector<std::string> kinds;
    for (const auto fault : net::all_tls_faults) {
        if (name_of(fault) == kind) return certificates_->strike(fault, times);
        kinds.emplace_back(name_of(fault));
    }
    return Error{ErrorCode::invalid_value, unknown_name_message("fault of TLS", kind, kinds), "/kind"};
}

} // namespace chatmock::app
