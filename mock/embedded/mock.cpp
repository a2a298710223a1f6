#include "embedded/mock.hpp"

#include "app/cli/exit_code.hpp"
#include "app/cli/log.hpp"
#include "embedded/host.hpp"

#include <spdlog/spdlog.h>

namespace chatmock::embedded {

namespace {

constexpr int socket_port = 0;
constexpr int control_port = 1;

bool wants_tls(const app::Options& options) {
    return options.tls != "off" || options.tls_only || !options.tls_certificate.empty() ||
           !options.tls_key.empty() || !options.tls_names.empty();
}

int unusable(const std::string& why) {
    spdlog::error("{}", why);
    return app::exit_unusable;
}

} // namespace

int Mock::serve(const app::Options& options) {
    app::set_up_log(options.log, options.log_level);
    if (wants_tls(options))
        return unusable("--tls: the mock of the npm package has no TLS; the program chatmock has");
    auto setup = app::read_setup(options);
    if (!setup) return unusable(describe(setup.error()));
    auto loaded = app::load_data(setup->files);
    if (!loaded) return app::exit_unusable;
    addresses_ = {setup->socket, setup->control};
    serving_.emplace(loop_, options, std::move(*setup), std::move(*loaded), nullptr);
    ports_[socket_port] =
        std::make_unique<net::ServedPort>(loop_, app::Serving::socket_settings(), serving_->socket_port());
    ports_[control_port] =
        std::make_unique<net::ServedPort>(loop_, app::Serving::control_settings(), serving_->control_port());
    listen(socket_port);
    return still_serving;
}

void Mock::listen(int port) {
    const auto& address = addresses_.at(port);
    host_listen(port, address.host.data(), address.host.size(), address.port);
}

void Mock::listening(int port, int number) {
    if (port == control_port) return serving_->ready(number);
    serving_->bound_socket(number);
    listen(control_port);
}

void Mock::not_listening(int port, const std::string& reason, bool is_taken) {
    const auto& address = addresses_.at(port);
    const auto* const name = port == socket_port ? "socket" : "control";
    host_exit(unusable(describe(net::unavailable(name, address.host, address.port, reason, is_taken))));
}

// A refused client reads the reason, and then the end.
void Mock::opened(int port, std::int32_t number, std::string peer) {
    auto& served = *ports_.at(port);
    const auto refusal = served.refusal();
    if (refusal.empty())
        return served.begin(std::make_unique<HostLine>(number, std::move(peer), loop_, lines_));
    const auto answer = net::turned_away(refusal);
    host_write(number, answer.data(), answer.size());
    host_shut_down(number);
}

HostLine* Mock::line(std::int32_t number) const {
    const auto found = lines_.find(number);
    return found == lines_.end() ? nullptr : found->second;
}

void Mock::stop() {
    serving_->shut_down();
    undrained_ = static_cast<int>(ports_.size());
    for (std::size_t port = 0; port < ports_.size(); ++port) {
        host_stop_listening(static_cast<std::int32_t>(port));
        ports_[port]->drain([this] {
            if (--undrained_ == 0) host_exit(app::exit_fine);
        });
    }
}

} // namespace chatmock::embedded
